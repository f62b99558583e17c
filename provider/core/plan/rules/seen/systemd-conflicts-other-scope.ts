import { isSeen } from "../../../facts/host-facts";
import { type HostRule, subject } from "../rule";

/**
 * An entry of `systemd_conflicts` that names a unit of the other manager. Each manager knows its own units only: the
 * directive would name a unit that is not there (observed: no message, and both run).
 */
export const systemdConflictsOtherScope: HostRule = ({ hostKey, gateways, members, facts }) => {
  const planned = gateways.map(({ unitName, spec }) => ({ name: unitName, scope: spec.scope as string }));
  const seen = isSeen(facts) ? facts.units : [];
  return gateways.flatMap(({ profileKey, spec }, place) =>
    (members[place]?.detected.systemdConflicts ?? []).flatMap(({ name, path }) => {
      const scopes = new Set(
        [...planned, ...seen].filter((unit) => unit.name === name).map(({ scope }) => scope),
      );
      if (scopes.size === 0 || scopes.has(spec.scope)) return [];
      return [
        {
          code: "systemd-conflicts-other-scope" as const,
          severity: "error" as const,
          subjects: [subject(hostKey, profileKey)],
          message: `systemd_conflicts of ${profileKey} names ${name}, which on ${hostKey} is a unit of ${[...scopes].join(", ")} scope, while ${profileKey} is one of ${spec.scope} scope`,
          remedy:
            "leave the entry out: Conflicts= works within one manager only; declare conflictsWith for a profile of the fleet",
          path,
        },
      ];
    }),
  );
};
