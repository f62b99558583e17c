import type { ProofMember } from "../sets/proof-set";
import type { Look } from "./look";

/** Where processes, ports and systemd do not say the same of gateways, and neighbours that run together. */
export function faultsOf(seen: Look, members: readonly ProofMember[]): string[] {
  return members.flatMap((member) => {
    const { profileKey, unitName, ports, neighbours } = member;
    const pids = seen.gateways.get(profileKey) ?? [];
    const active = seen.active.has(unitName);
    const runs = pids.length > 0;
    return [
      ...(pids.length > 1 ? [`${profileKey} runs ${pids.length} times`] : []),
      ...(runs && !active ? [`${profileKey} runs and its unit is not active`] : []),
      ...(!runs && active ? [`${unitName} is active and no process is there`] : []),
      ...ports
        .filter((port) => runs && !seen.listeners.has(port))
        .map((port) => `${profileKey} does not listen on port ${port}`),
      ...ports
        .filter((port) => runs && seen.listeners.has(port) && !pids.includes(seen.listeners.get(port) ?? 0))
        .map((port) => `${profileKey} runs and another process has its port ${port}`),
      ...neighbours
        .filter((other) => runs && profileKey < other && seen.gateways.has(other))
        .map((other) => `${profileKey} and ${other} exclude each other and both run`),
    ];
  });
}

/** Profile keys of the gateways that run, in the host's order. */
export function runningOf(seen: Look, members: readonly ProofMember[]): string[] {
  return members.map(({ profileKey }) => profileKey).filter((key) => seen.gateways.has(key));
}

/**
 * What gateways that found a port taken said.
 * @param before a look whose entries do not count again
 */
export function busyOf(seen: Look, members: readonly ProofMember[], before?: Look): string[] {
  return seen.busy
    .slice(before?.busy.length ?? 0)
    .filter((line) => members.some(({ profileKey }) => line.startsWith(`${profileKey}: `)));
}
