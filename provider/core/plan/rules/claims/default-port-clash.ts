import { provenanceOf } from "../../provenance";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/**
 * Gateways that wait only because they listen where another one does, on a port that somebody left at Hermes'
 * default. The default is the same for every profile, so this is rarely what was meant.
 */
export const defaultPortClash: HostRule = (host) =>
  [...waitingByPort(host)]
    .sort(([a], [b]) => a - b)
    .map(([port, places]) => {
      const concerned = host.gateways.filter((_, place) => places.has(place));
      const keys = concerned.map(({ profileKey }) => profileKey);
      const waiting = concerned.filter(({ boot }) => boot === "standby").map(({ profileKey }) => profileKey);
      const last = host.members.find(({ key }) => key === waiting.at(-1));
      const listener = last?.detected.listeners.find((one) => one.port === port);
      return {
        code: "default-port-clash",
        severity: "warning",
        subjects: keys.map((key) => subject(host.hostKey, key)),
        message: `${listed(waiting)} on ${host.hostKey} would wait only because ${listed(keys)} listen on port ${port}, Hermes' default`,
        remedy: `give ${listed(waiting)} another port (${listener?.title ?? "the listener"}), let ports: allocate choose one, or declare the exclusion with conflictsWith`,
        ...(listener === undefined ? {} : { path: listener.path }),
      };
    });

/** By port the places of those that wait because of nothing else, and of those that they wait for. */
function waitingByPort(host: HostScene): Map<number, Set<number>> {
  const between = provenanceOf(host);
  const placeOf = new Map(host.gateways.map(({ profileKey }, place) => [profileKey, place]));
  const byDefault = new Map(
    host.exclusions.map((exclusion) => [exclusion, exclusion.members.some((member) => member.byDefault)]),
  );
  const waiting = new Map<number, Set<number>>();
  for (const { profileKey, standbyBecause } of host.gateways) {
    const reasons = standbyBecause.flatMap((other) => between(profileKey, other));
    if (reasons.some(({ rule }) => rule !== "port")) continue;
    for (const exclusion of reasons) {
      if (!byDefault.get(exclusion)) continue;
      const port = Number(exclusion.what.slice("port ".length));
      const places = waiting.get(port) ?? new Set<number>();
      for (const key of [profileKey, ...standbyBecause]) places.add(placeOf.get(key) ?? -1);
      waiting.set(port, places);
    }
  }
  return waiting;
}
