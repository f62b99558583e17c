import { type FaultReport, holds, missingOf } from "./report";

/** The sweep for people: counts, then whatever is not as it has to be. */
export function summaryLines(report: FaultReport): string[] {
  const { paths, cells, controls, order, unreached, digest } = report;
  const tried = [...paths, ...cells];
  const wrong = tried.filter((cell) => !holds(cell));
  const builds = [...controls, ...(order?.controls ?? [])];
  return [
    `scripts ${digest.slice(0, 12)}: ${tried.length} changes, ${wrong.length} do not hold, ${missingOf(report).length} of ${report.all.length} cells not tried`,
    ...unreached.map((step) => `nobody comes to the step ${step}`),
    ...wrong.map(({ id, faults }) => [id, ...faults].join("\n  ")),
    ...builds.map(({ name, fails, found }) =>
      fails ? `found out: ${name} (${found[0]})` : `NOT FOUND OUT, so the sweep proves nothing: ${name}`,
    ),
    ...(order?.faults ?? []).map((fault) => `out of order: ${fault}`),
  ];
}
