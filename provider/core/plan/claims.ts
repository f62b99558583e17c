import type { DetectedProfile } from "../detect/detect";
import { sortedUnique } from "../order";

/**
 * What only one gateway of a host can have at a time, as plain texts by code unit: `home <path>`, `port <number>`.
 * Credentials are no part of it: these texts stand in previews.
 *
 * @param served the profiles besides its own that it serves
 */
export function claimsOf(
  { unit, detected }: Pick<DetectedProfile, "unit" | "detected">,
  served: readonly Pick<DetectedProfile, "unit">[] = [],
): string[] {
  return sortedUnique([
    ...[{ unit }, ...served].map((profile) => `home ${profile.unit.home}`),
    ...detected.listeners.map(({ port }) => `port ${port}`),
  ]);
}
