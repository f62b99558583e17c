import type { PlacedExclusion, PlacedMember } from "../exclusion";
import type { Serving } from "./serving";

/**
 * Exclusions between profiles as exclusions between the gateways that serve them. What only profiles of one gateway share
 * is none: nothing can stop one of them without the others.
 *
 * @param exclusions their places are those of the members, and behind them of the served
 */
export function exclusionsOfServers(
  exclusions: readonly PlacedExclusion[],
  { members, served }: Serving,
): PlacedExclusion[] {
  if (served.length === 0) return [...exclusions];
  const placeOf = (place: number) => served[place - members.length]?.by ?? place;
  return exclusions.flatMap((one) => {
    const placed = new Map<number, PlacedMember>();
    for (const member of one.members) {
      const place = placeOf(member.place);
      if (!placed.has(place)) placed.set(place, { ...member, place });
    }
    const together = [...placed.values()].sort((a, b) => a.place - b.place);
    return together.length < 2 ? [] : [{ ...one, members: together }];
  });
}
