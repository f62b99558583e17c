import type { ControlReport } from "./control-report";
import type { ProofReport } from "./report";

/** The proof for people: a line for each claim, then whatever disagrees, with the journal. */
export function proofLines({ kinds, pairs, operations }: ProofReport): string[] {
  const rows = Object.entries(kinds).map(([letter, { claim, sets, agreements, disagreements }]) => [
    `(${letter}) ${claim}`,
    `${sets} sets`,
    `${agreements} agree`,
    `${disagreements.length} disagree`,
  ]);
  const pairRow = [
    "start, restart, stop of each while each other runs",
    `${pairs.cases} cases`,
    `${pairs.cases - pairs.disagreements.length} agree`,
    `${pairs.disagreements.length} disagree`,
  ];
  const wrong = Object.values(kinds).flatMap(({ disagreements }) => disagreements);
  return [
    ...aligned([["claim", "tried", "", ""], ...rows, pairRow]),
    "",
    ...operations.flatMap(operationLines),
    ...pairs.disagreements.map(({ what, expected, found, faults }) =>
      [`\n${what}: ${shown(expected)} expected, ${shown(found)} found`, ...faults].join("\n  "),
    ),
    ...wrong.map(({ set, host, boot, expected, found, faults, journal }) =>
      [
        `\n${set.name} on ${host}, boot ${boot}: ${shown(expected.runs)} expected, ${shown(found)} found`,
        ...faults,
        ...set.gateways.map((gateway) => JSON.stringify(gateway)),
        ...journal,
      ].join("\n  "),
    ),
  ];
}

/** A control in a line. */
export function controlLine({ shape, found, fails }: ControlReport): string {
  return `control ${shape}\n  ${fails ? "fails as it should" : "PASSES, so the proof proves nothing"}: ${found}`;
}

function operationLines({
  gateways,
  done,
  starts,
  samples,
  ...traces
}: ProofReport["operations"][number]): string[] {
  const verbs = Object.entries(done).map(([verb, count]) => `${count} ${verb}`);
  const names = gateways.map(({ profileKey }) => profileKey).join(", ");
  const { overlaps, portBusy, failedCalls, faults } = traces;
  return [
    `operations on ${names}: ${verbs.join(", ")}; ${starts} starts`,
    `  seen ${samples.processes} times by processes, ${samples.systemd} times by systemd`,
    `  overlaps ${overlaps.length}, ports taken ${portBusy.length}, failed calls ${failedCalls.length}`,
    ...[...overlaps, ...portBusy, ...failedCalls, ...faults].map((line) => `  ${line}`),
  ];
}

function shown(names: readonly string[]): string {
  return names.length === 0 ? "nobody" : names.join(" and ");
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
