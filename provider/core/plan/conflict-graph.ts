import type { PlacedExclusion } from "./exclusion";

/** Who excludes whom among the members of one host, as places: for each member its neighbours, ascending. */
export function conflictGraph(exclusions: readonly PlacedExclusion[], count: number): number[][] {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  for (const { members } of exclusions) {
    for (const [i, { place }] of members.entries()) {
      for (const other of members.slice(i + 1)) {
        neighbours[place]?.add(other.place);
        neighbours[other.place]?.add(place);
      }
    }
  }
  return neighbours.map((places) => [...places].sort((a, b) => a - b));
}
