import { BY_ITSELF } from "../cells/plan";
import type { CellResult } from "../cells/result";
import type { ControlResult } from "../controls/run-controls";
import { CUT_BY_TESTS } from "../faults/step-plans";
import { STRIKES } from "../faults/strike";
import { type FaultReport, holds, missingOf } from "./report";

/** Finds the digest in a matrix. */
export function digestIn(markdown: string): string | undefined {
  return /^Host scripts: sha256 `([0-9a-f]{64})`/m.exec(markdown)?.[1];
}

/** The matrix as a page. */
export function matrixPage(report: FaultReport): string {
  const { digest, systemd, paths, cells, controls, order, unreached } = report;
  const tried = [...paths, ...cells];
  const wrong = tried.filter((cell) => !holds(cell));
  const looks = tried.reduce((sum, cell) => sum + (cell.looks ?? 0), 0);
  const missing = missingOf(report);
  const lines = [
    "# Fault matrix",
    "",
    "Made by `npm run faults -- --matrix <this file>`; the digest says which scripts it is about.",
    "",
    `Host scripts: sha256 \`${digest}\`, ${systemd}.`,
    "",
    INTRODUCTION,
    "",
    `${tried.length} changes, ${tried.length - wrong.length} hold; processes were looked for ${looks} times.`,
    "",
    `A rename of a profile is cut by a test of its own: ${elsewhere()}.`,
    ...(missing.length > 0 ? ["", `Not tried: ${missing.join(", ")}.`] : []),
    ...(unreached.length > 0 ? ["", `Steps that no change came to: ${unreached.join(", ")}.`] : []),
    "",
    "## At every step",
    "",
    ...stepTable(cells.filter(({ column }) => column !== BY_ITSELF)),
    "",
    "## Faults that are no step",
    "",
    ...table(
      ["fault", "comes out"],
      tried.filter(({ column }) => column === BY_ITSELF).map((cell) => [`\`${cell.row}\``, shown(cell)]),
    ),
    "",
    "## Builds that are broken on purpose",
    "",
    ...controlTable(controls),
    ...(order === undefined
      ? []
      : ["", "## The order in which a change reaches the disk", "", ...orderLines(order)]),
    ...(wrong.length === 0 ? [] : ["", "## What does not hold", "", ...wrong.flatMap(wrongLines)]),
  ];
  return `${lines.join("\n")}\n`;
}

function elsewhere(): string {
  return Object.entries(CUT_BY_TESTS)
    .map(([step, test]) => `\`${step}\` in ${test}`)
    .join(", ");
}

const INTRODUCTION = `One host, three gateways: a and b need the same port and change places, c gets another setting, another secret and
another config.yaml. The change is cut at every step of the scripts; the steps are found in the scripts.
\`connection\`: all of sshd that belongs to the login is killed. \`provider\`: the provider process is. \`worker\`:
the script that has come to the step is. \`power\`: every process of the machine is gone at once, and it is switched
on again. Rows with a path before the step: \`failing\` has a new winner that ends by itself, \`left\` is what the
guard does after the worker was killed, \`boot\` what it does in the boot after a power cut.

A cell says where the change led to, **old** or **new**, and for how many seconds neither a nor b ran. It holds when,
looked at past the provider: never two of a and b ran at once (looked at every 100 ms); somebody of them and c ran again
10 s after the guard's deadline at the latest; every unit, file of a home and link is of one generation, whole; nothing of ours
can be read by another account; nothing is left over; and running the same change again leads to the new generation
everywhere, with a state that says what is on the host.`;

function stepTable(cells: readonly CellResult[]): string[] {
  const rows = [...new Set(cells.map(({ row }) => row))];
  return table(
    ["step", ...STRIKES],
    rows.map((row) => [
      `\`${row}\``,
      ...STRIKES.map((strike) => {
        const cell = cells.find((one) => one.row === row && one.column === strike);
        return cell === undefined ? "–" : shown(cell);
      }),
    ]),
  );
}

function shown(cell: CellResult): string {
  const { standing, nobodySeconds } = cell;
  const where = standing === undefined ? "not tried" : `${standing}, ${(nobodySeconds ?? 0).toFixed(1)} s`;
  return holds(cell) ? where : `**does not hold** (${where})`;
}

function controlTable(controls: readonly ControlResult[]): string[] {
  return table(
    ["build", "found out", "by"],
    controls.map(({ name, fails, found }) => [name, fails ? "yes" : "**no**", found[0] ?? ""]),
  );
}

function orderLines({ faults, controls }: NonNullable<FaultReport["order"]>): string[] {
  const verdict =
    faults.length === 0
      ? "In a trace of the system calls of a change, everything that putting back needs and every new file is synced before the first rename, the folder of the units before the reload, links and the confirm after they were made."
      : `**Out of order**: ${faults.join("; ")}.`;
  return [verdict, "", ...controlTable(controls)];
}

function wrongLines({ id, faults }: CellResult): string[] {
  return [`* \`${id}\``, ...faults.map((fault) => `  * ${fault.split("\n", 1)[0]}`)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
