import type { HostPlan } from "../core/plan/fleet-plan";

/** What a boot of one host leads to. */
export interface HostSummary {
  /** Units that a boot starts. */
  readonly runsAfterBoot: readonly string[];
  /** Units that are installed and wait, each with the units that keep it waiting. */
  readonly standby: Readonly<Record<string, string>>;
}

/** The part of a host's plan that a reviewer asks for first. */
export function summarize(host: HostPlan): HostSummary {
  const unitOf = new Map(host.gateways.map(({ profileKey, unitName }) => [profileKey, unitName]));
  const waiting = host.gateways.filter(({ boot }) => boot === "standby");
  return {
    runsAfterBoot: host.gateways.filter(({ boot }) => boot === "enabled").map(({ unitName }) => unitName),
    standby: Object.fromEntries(
      waiting.map(({ unitName, standbyBecause }) => [
        unitName,
        `excluded by ${standbyBecause.map((key) => unitOf.get(key)).join(", ")}`,
      ]),
    ),
  };
}
