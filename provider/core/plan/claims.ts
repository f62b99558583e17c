import type { DetectedProfile } from "../detect/detect";
import { sortedUnique } from "../order";

/**
 * What only one gateway of a host can have at a time, as plain texts by code unit: `home <path>`, `port <number>`.
 * Credentials are no part of it: these texts stand in previews.
 */
export function claimsOf({ unit, detected }: Pick<DetectedProfile, "unit" | "detected">): string[] {
  return sortedUnique([`home ${unit.home}`, ...detected.listeners.map(({ port }) => `port ${port}`)]);
}
