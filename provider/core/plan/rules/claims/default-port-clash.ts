import type { Listener } from "../../../detect/listener";
import { provenanceOf } from "../../provenance";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/**
 * Gateways that wait only because they listen where another one does, on a port that one side left at Hermes'
 * default. The default is the same for every profile, so this is rarely what was meant.
 */
export const defaultPortClash: HostRule = (host) => {
  const between = provenanceOf(host);
  const waiting = new Map<number, Set<string>>();
  for (const { profileKey, standbyBecause } of host.gateways) {
    const reasons = standbyBecause.flatMap((other) => between(profileKey, other));
    if (reasons.some(({ rule }) => rule !== "port")) continue;
    for (const { what, members } of reasons) {
      const port = Number(what.slice("port ".length));
      const keys = members.map((member) => member.profileKey);
      const leftOut = keys.filter((key) => listenerOf(host, key, port)?.written === false);
      if (leftOut.length === 0) continue;
      const known = waiting.get(port) ?? new Set();
      waiting.set(port, known.union(new Set([profileKey, ...standbyBecause])));
    }
  }
  return [...waiting]
    .sort(([a], [b]) => a - b)
    .map(([port, found]) => {
      const keys = host.gateways.map(({ profileKey }) => profileKey).filter((key) => found.has(key));
      const standby = keys.filter(
        (key) => host.gateways.find(({ profileKey }) => profileKey === key)?.boot === "standby",
      );
      const last = standby.at(-1) ?? "";
      const listener = listenerOf(host, last, port);
      return {
        code: "default-port-clash",
        severity: "warning",
        subjects: keys.map((key) => subject(host.hostKey, key)),
        message: `${listed(standby)} on ${host.hostKey} would wait only because ${listed(keys)} listen on port ${port}, Hermes' default`,
        remedy: `give ${listed(standby)} another port (${listener?.title ?? "the listener"}), or declare the exclusion with conflictsWith`,
        ...(listener === undefined ? {} : { path: listener.path }),
      };
    });
};

function listenerOf({ members }: HostScene, key: string, port: number): Listener | undefined {
  return members
    .find((member) => member.key === key)
    ?.detected.listeners.find((listener) => listener.port === port);
}
