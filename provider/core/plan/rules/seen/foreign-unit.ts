import type { SeenUnit } from "../../../facts/host-facts";
import { isBeside } from "../../outsiders";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/** Gateways on a host that no stack owns. Silent about those that every gateway excludes. */
export const foreignUnit: HostRule = (scene) => {
  const { hostKey, host, outsiders, gateways } = scene;
  if (host.foreign === "exclude" || gateways.length === 0) return [];
  return outsiders.foreign
    .filter(
      (unit) =>
        !gateways.some(
          ({ externalConflicts, spec }) =>
            isBeside(unit, { unit: spec }) && named(externalConflicts, unit.name),
        ),
    )
    .map((unit) => ({
      code: "foreign-unit",
      severity: host.foreign === "refuse" ? "error" : "warning",
      subjects: [unitSubject(hostKey, unit)],
      message: `${hostKey} has ${described(unit)}, which no stack owns${meets(unit, scene)}`,
      remedy: `take it off the host (hermes gateway uninstall), or adopt it as a profile with that unitName, or write foreign: exclude, so that a gateway which starts stops it`,
      path: "foreign",
    }));
};

/** A unit as a subject: `<host key>/<unit>`, in user scope `<host key>/<account>@<unit>`. */
export function unitSubject(hostKey: string, { name, account }: SeenUnit): string {
  return subject(hostKey, account === undefined ? name : `${account}@${name}`);
}

/** A unit with what it does: `hermes-gateway-x.service (active, enabled)`. */
export function described({ name, scope, account, activeState, enabled }: SeenUnit): string {
  const where = scope === "user" ? ` of the user ${account}` : "";
  return `${name}${where} (${activeState}, ${enabled ? "enabled" : "not enabled"})`;
}

function named(conflicts: readonly { readonly unitName: string }[], name: string): boolean {
  return conflicts.some(({ unitName }) => unitName === name);
}

/** What is known of how it gets into the way. */
function meets({ home, conflicts }: SeenUnit, { gateways }: HostScene): string {
  const same = gateways.filter(({ spec }) => spec.home === home).map(({ profileKey }) => profileKey);
  const stopped = gateways.filter(({ unitName }) => conflicts.includes(unitName));
  const keys = stopped.map(({ profileKey }) => profileKey);
  return [
    same.length > 0 ? `; it uses the home of ${listed(same)}` : "",
    keys.length > 0 ? `; it stops ${listed(keys)} when it starts` : "",
  ].join("");
}
