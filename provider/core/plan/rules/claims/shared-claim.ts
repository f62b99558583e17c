import type { Finding, FindingCode } from "../../../finding";
import type { ExclusionRule } from "../../exclusion";
import { type HostRule, listed, subject } from "../rule";
import { contestedByRunning } from "./contested";

/** The ways out that every contested thing has; the third is the rule's own. */
const ONE_AT_A_TIME = "let one of them run at a time (the same exclusiveGroup, or conflictsWith), ";

/** A rule about gateways that a boot starts together although they can never run together. */
export function sharedClaim(
  code: FindingCode,
  rule: ExclusionRule,
  says: {
    readonly verb: string;
    readonly otherwise: (last: string, what: string) => string;
  },
): HostRule {
  return (host) =>
    contestedByRunning(host, rule).map(({ what, gateways, path }): Finding => {
      const keys = gateways.map(({ profileKey }) => profileKey);
      const last = keys.at(-1) ?? "";
      return {
        code,
        severity: "error",
        subjects: keys.map((key) => subject(host.hostKey, key)),
        message: `the profiles ${listed(keys)} would run together on ${host.hostKey} and ${says.verb} the same ${what.replace(/^the /, "")}`,
        remedy: `${ONE_AT_A_TIME}${says.otherwise(last, what)}`,
        ...(path === undefined ? {} : { path }),
      };
    });
}
