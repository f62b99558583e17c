import type { Finding } from "../finding";
import { rangeText } from "../ports/port-range";
import { unitRef } from "../units/unit-ref";
import type { Exclusion } from "./exclusion";
import type { FleetPlan, GatewayPlan, HostPlan } from "./fleet-plan";
import { provenanceOf, reasonsText } from "./provenance";

/**
 * A plan as plain text: per host a table of its gateways in order, with what a boot does, why, and whom each stops
 * when it is started, and behind them the profiles that another one's gateway serves; that no standby takes over by itself, where there is one; why they exclude each other and where
 * that is declared; then the findings. Ends with one newline.
 */
export function explainPlan(plan: FleetPlan): string {
  const blocks = plan.hosts.map(hostBlock);
  if (plan.findings.length > 0) blocks.push(plan.findings.flatMap(findingLines).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

/** Why a boot starts a gateway or leaves it waiting, in a few words; `-` when there is nothing to say. */
export function bootReason(host: HostPlan): (gateway: GatewayPlan) => string {
  const between = provenanceOf(host);
  const placeOf = new Map(host.gateways.map(({ profileKey }, place) => [profileKey, place]));
  return ({ profileKey, boot, desired, neighbours, standbyBecause }) => {
    if (boot === "standby") {
      if (standbyBecause.length === 0) return `declared ${desired}`;
      const reasons = standbyBecause.flatMap((other) => between(profileKey, other));
      return `${some(standbyBecause)} excludes it: ${reasonsText(reasons)}`;
    }
    if (desired === "running") return "declared running";
    if (neighbours.length === 0) return "-";
    const above = neighbours.filter((key) => (placeOf.get(key) ?? 0) < (placeOf.get(profileKey) ?? 0));
    return above.length === 0 ? "highest" : `${some(above)} on standby`;
  };
}

/** Names in a row; of more than six the first five and how many more. */
export function some(names: readonly string[]): string {
  return names.length <= 6
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}

const NO_TAKE_OVER =
  "  a standby never takes over by itself: if the gateway that a boot starts fails, nobody runs in its place until a hand starts it";

const HEADINGS = ["unit", "priority", "after a boot", "why", "excludes"];

function hostBlock(host: HostPlan): string {
  const { hostKey, gateways, groups, exclusions } = host;
  if (gateways.length === 0) return `${hostKey}\n  no gateways`;
  const reason = bootReason(host);
  const rows = gateways.map((gateway) => row(gateway, reason(gateway)));
  const group = groups.map(
    ({ members, winners }) =>
      `  exclusion group ${some(members)}: a boot starts ${winners.length === 0 ? "none of them" : some(winners)}`,
  );
  const waits = gateways.some(({ standbyBecause }) => standbyBecause.length > 0) ? [NO_TAKE_OVER] : [];
  return [
    hostKey,
    ...table([HEADINGS, ...rows, ...servedRows(host)]),
    ...group,
    ...waits,
    ...exclusions.map(exclusionLine),
    ...portLines(host),
  ].join("\n");
}

function portLines({ gateways, ports }: HostPlan): string[] {
  if (ports === undefined) return [];
  const names = gateways.flatMap(({ profileKey, allocates = [] }) =>
    allocates.length === 0 ? [] : [`${profileKey} (${allocates.map(({ title }) => title).join(", ")})`],
  );
  return [`  a port each from ${rangeText(ports.range)}: ${some(names)}`];
}

function row(gateway: GatewayPlan, why: string): string[] {
  const excluded = [...gateway.neighbours, ...gateway.externalConflicts.map(({ unitName }) => unitName)];
  return [
    unitRef(gateway.spec),
    String(gateway.priority),
    gateway.boot === "enabled" ? "runs" : "standby",
    why,
    some(excluded) || "-",
  ];
}

function servedRows({ served = [] }: HostPlan): string[][] {
  return served.map(({ profileKey, by }) => [`no unit for ${profileKey}`, "-", "served", `by ${by}`, "-"]);
}

function exclusionLine({ what, members }: Exclusion): string {
  const names = members.map(({ profileKey, declaredAt, byDefault }) =>
    declaredAt === undefined ? profileKey : `${profileKey} (${declaredAt}${byDefault ? ", by default" : ""})`,
  );
  return `  ${what}: ${some(names)}`;
}

function findingLines({ severity, code, subjects, message, remedy, accepted }: Finding): string[] {
  const first = `${severity} ${code} (${some(subjects)}): ${message}`;
  return accepted === undefined
    ? [first, `  remedy: ${remedy}`]
    : [`accepted ${first}`, `  reason: ${accepted}`];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}
