import type { DetectedProfile } from "../detect/detect";
import { byCodeUnit } from "../order";
import { inRange, type PortRange } from "../ports/port-range";
import type { PortPlan } from "./fleet-plan";

/**
 * What the allocated ports of a host are made from, or `undefined` when nobody there has one. Which ports they become
 * is decided where the ones of the last time are known.
 */
export function hostPorts(range: PortRange, members: readonly DetectedProfile[]): PortPlan | undefined {
  const requests = [...members]
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .filter(({ detected }) => detected.allocated.length > 0)
    .map(({ key, detected }) => [key, detected.allocated.map(({ platform }) => platform)] as const);
  if (requests.length === 0) return undefined;
  const fixed = new Set(members.flatMap(({ detected }) => detected.listeners.map(({ port }) => port)));
  const taken = [...fixed].filter((port) => inRange(range, port)).sort((a, b) => a - b);
  return { range, requests: Object.fromEntries(requests), taken };
}
