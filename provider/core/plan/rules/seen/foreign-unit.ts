import type { SeenUnit } from "../../../facts/host-facts";
import { isBeside, portsMet } from "../../outsiders";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/** Gateways on a host that no stack owns. Silent about those that every gateway excludes, or that cannot be excluded. */
export const foreignUnit: HostRule = (scene) => {
  const { hostKey, host, outsiders, gateways } = scene;
  if (gateways.length === 0) return [];
  const excluded = new Set(outsiders.excluded.flatMap((units) => units.map(({ unitName }) => unitName)));
  const refused = new Set(outsiders.notExcluded.map(({ unit }) => unit));
  return outsiders.foreign
    .filter((unit) => host.foreign !== "exclude" || (!refused.has(unit) && !excluded.has(unit.name)))
    .filter(
      (unit) =>
        !gateways.some(
          ({ externalConflicts, spec }) =>
            isBeside(unit, { unit: spec }) && named(externalConflicts, unit.name),
        ),
    )
    .map((unit) => ({
      code: "foreign-unit",
      severity: host.foreign === "refuse" && !isOff(unit) ? "error" : "warning",
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

/** A unit with what it does: `hermes-gateway-x.service (active, enabled, listens on port 8642)`. */
export function described(unit: SeenUnit): string {
  const { name, scope, account, activeState, enabled, masked, fragmentPath, ports = [] } = unit;
  const where = scope === "user" ? ` of the user ${account}` : "";
  const words = [
    activeState,
    masked ? "masked" : enabled ? "enabled" : "not enabled",
    ...(fragmentPath === undefined ? [] : [`from ${fragmentPath}`]),
    ...(ports.length === 0 ? [] : [`listens on ${portList(ports)}`]),
  ];
  return `${name}${where} (${words.join(", ")})`;
}

/** `port 8642`, `ports 8642 and 8643`. */
export function portList(ports: readonly number[]): string {
  return `${ports.length > 1 ? "ports" : "port"} ${listed(ports.map(String))}`;
}

/** Whether systemd refuses to start it and it does not run. */
function isOff({ masked, activeState }: SeenUnit): boolean {
  return masked === true && activeState !== "active";
}

function named(conflicts: readonly { readonly unitName: string }[], name: string): boolean {
  return conflicts.some(({ unitName }) => unitName === name);
}

/** What is known of how it gets into the way. */
function meets(unit: SeenUnit, { gateways, members }: HostScene): string {
  const same = gateways.filter(({ spec }) => spec.home === unit.home).map(({ profileKey }) => profileKey);
  const stopped = gateways.filter(({ unitName }) => unit.conflicts.includes(unitName));
  const keys = stopped.map(({ profileKey }) => profileKey);
  const needers = (port: number) =>
    members.filter(({ detected }) => detected.listeners.some((one) => one.port === port));
  return [
    same.length > 0 ? `; it uses the home of ${listed(same)}` : "",
    ...portsMet(unit, members).map(
      (port) =>
        `; ${unit.ports?.includes(port) ? "it holds" : "its text names"} port ${port}, which ${listed(needers(port).map(({ key }) => key))} ${needers(port).length > 1 ? "need" : "needs"}`,
    ),
    keys.length > 0 ? `; it stops ${listed(keys)} when it starts` : "",
  ].join("");
}
