import { type HostRule, subject } from "../rule";

/**
 * A gateway under an account's own manager whose config names a unit that is none of the fleet's: that manager looks
 * for it among its own units, and a system service of that name runs on beside the gateway.
 */
export const systemdConflictsOtherScope: HostRule = ({ hostKey, gateways }) =>
  gateways
    .filter(({ spec }) => spec.scope === "user")
    .flatMap(({ profileKey, spec, externalConflicts }) =>
      externalConflicts.map(({ unitName, declaredAt }) => ({
        code: "systemd-conflicts-other-scope" as const,
        severity: "warning" as const,
        subjects: [subject(hostKey, profileKey)],
        message: `systemd_conflicts of ${profileKey} names ${unitName}, which only counts if it is a unit of ${spec.user}'s own manager on ${hostKey}`,
        remedy: "take it out if it is a system service, or choose scope: system",
        path: declaredAt,
      })),
    );
