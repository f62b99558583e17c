import type { Finding } from "../core/finding";
import { bootReason } from "../core/plan/explain-plan";
import type { HostPlan } from "../core/plan/fleet-plan";
import { unitRef } from "../core/units/unit-ref";

/** What a boot of one host leads to. */
export interface HostSummary {
  /** Units that a boot starts. */
  readonly runsAfterBoot: readonly string[];
  /** Units that are installed and wait, each with what keeps it waiting and why. */
  readonly standby: Readonly<Record<string, string>>;
  /** Profiles without a unit, each with the one whose gateway serves it; left out: none. */
  readonly served?: Readonly<Record<string, string>>;
  /** Findings about the host and its gateways, as `<code>: <message>`, accepted ones with their reason behind. */
  readonly findings: readonly string[];
}

/** The part of a host's plan that a reviewer asks for first. */
export function summarize(host: HostPlan, findings: readonly Finding[]): HostSummary {
  const reason = bootReason(host);
  const waiting = host.gateways.filter(({ boot }) => boot === "standby");
  return {
    runsAfterBoot: host.gateways.filter(({ boot }) => boot === "enabled").map(({ spec }) => unitRef(spec)),
    standby: Object.fromEntries(waiting.map((gateway) => [unitRef(gateway.spec), reason(gateway)])),
    ...(host.served ? { served: servedBy(host.served) } : {}),
    findings: findings.filter((finding) => isAbout(finding, host.hostKey)).map(text),
  };
}

function servedBy(served: NonNullable<HostPlan["served"]>): Record<string, string> {
  return Object.fromEntries(served.map(({ profileKey, by }) => [profileKey, `served by ${by}`]));
}

function isAbout({ subjects }: Finding, hostKey: string): boolean {
  return subjects.some((subject) => subject === hostKey || subject.startsWith(`${hostKey}/`));
}

function text({ code, message, accepted }: Finding): string {
  return accepted === undefined ? `${code}: ${message}` : `${code}: ${message} (accepted: ${accepted})`;
}
