import type { Finding } from "../finding";
import type { FleetPlan, GatewayPlan, HostPlan } from "./fleet-plan";

/**
 * A plan as plain text: per host a table of its gateways in order, with what a boot does, why, and whom each stops
 * when it is started; then the findings. Ends with one newline.
 */
export function explainPlan(plan: FleetPlan): string {
  const blocks = plan.hosts.map(hostBlock);
  if (plan.findings.length > 0) blocks.push(plan.findings.flatMap(findingLines).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

const HEADINGS = ["unit", "priority", "after a boot", "why", "excludes"];

function hostBlock({ hostKey, gateways, groups }: HostPlan): string {
  if (gateways.length === 0) return `${hostKey}\n  no gateways`;
  const higher = new Set<string>();
  const rows = [HEADINGS];
  for (const gateway of gateways) {
    rows.push(row(gateway, higher));
    higher.add(gateway.profileKey);
  }
  const group = groups.map(
    ({ members, winners }) => `  exclusion group ${some(members)}: a boot starts ${some(winners)}`,
  );
  return [hostKey, ...table(rows), ...group].join("\n");
}

function row(gateway: GatewayPlan, higher: ReadonlySet<string>): string[] {
  return [
    gateway.unitName,
    String(gateway.priority),
    gateway.boot === "enabled" ? "runs" : "standby",
    reason(gateway, higher),
    some(gateway.neighbours) || "-",
  ];
}

function reason({ boot, neighbours, standbyBecause }: GatewayPlan, higher: ReadonlySet<string>): string {
  if (boot === "standby") return `${some(standbyBecause)} excludes it`;
  if (neighbours.length === 0) return "-";
  const above = neighbours.filter((key) => higher.has(key));
  return above.length === 0 ? "highest" : `${some(above)} on standby`;
}

function findingLines({ severity, code, subjects, message, remedy }: Finding): string[] {
  return [`${severity} ${code} (${some(subjects)}): ${message}`, `  remedy: ${remedy}`];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}

/** Names in a row; of more than six the first five and how many more. */
function some(names: readonly string[]): string {
  return names.length <= 6
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}
