import { isSeen, type SeenUnit } from "../../../facts/host-facts";
import { isBeside } from "../../outsiders";
import { type HostRule, subject } from "../rule";

/**
 * An entry of `systemd_conflicts` that names a unit of another manager. Each manager knows its own units only: the
 * directive would name a unit that is not there (observed: no message, and both run). A gateway of the fleet is kept
 * apart by a lock instead.
 */
export const systemdConflictsOtherScope: HostRule = ({ hostKey, gateways, members, facts }) => {
  const planned = new Set(gateways.map(({ unitName }) => unitName));
  const seen = isSeen(facts) ? facts.units : [];
  return gateways.flatMap(({ profileKey, spec, externalConflicts }, place) =>
    (members[place]?.detected.systemdConflicts ?? []).flatMap(({ name, path }) => {
      const units = planned.has(name) ? [] : seen.filter((unit) => unit.name === name);
      const about = {
        code: "systemd-conflicts-other-scope",
        subjects: [subject(hostKey, profileKey)],
        path,
      } as const;
      if (units.some((unit) => isBeside(unit, { unit: spec }))) return [];
      if (units.length > 0)
        return {
          ...about,
          // that a user unit is there is its account's word alone, which stops nobody's plan
          severity: units.some(({ scope }) => scope === "system") ? ("error" as const) : ("warning" as const),
          message: `systemd_conflicts of ${profileKey} names ${name}, which on ${hostKey} is a unit of ${scopesOf(units, spec.scope)} scope, while ${profileKey} is one of ${spec.scope} scope`,
          remedy:
            "leave the entry out: Conflicts= works within one manager only; declare conflictsWith for a profile of the fleet",
        };
      if (spec.scope === "system" || !externalConflicts.some(({ unitName }) => unitName === name)) return [];
      return {
        ...about,
        severity: "warning" as const,
        message: `systemd_conflicts of ${profileKey} names ${name}, which only counts if it is a unit of ${spec.user}'s own manager on ${hostKey}`,
        remedy: "take it out if it is a system service, or choose scope: system",
      };
    }),
  );
};

function scopesOf(units: readonly SeenUnit[], own: string): string {
  const scopes = units.map(({ scope, account }) => (scope === own ? `${account}'s ${scope}` : scope));
  return [...new Set(scopes)].join(", ");
}
