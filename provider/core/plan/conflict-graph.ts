/** What a profile says about whom it excludes. */
export interface Excluding {
  readonly key: string;
  readonly conflictsWith: readonly string[];
  readonly exclusiveGroup?: string;
}

/**
 * Who excludes whom among the members of one host, as places in `members`: for each member its neighbours,
 * ascending. Conflicts are mutual whoever declares them; a profile that is not on the host excludes nobody there.
 */
export function conflictGraph(exclusion: "all" | "declared", members: readonly Excluding[]): number[][] {
  const neighbours = members.map(() => new Set<number>());
  const connect = (a: number, b: number) => {
    if (a === b) return;
    neighbours[a]?.add(b);
    neighbours[b]?.add(a);
  };
  const connectAll = (places: readonly number[]) => {
    for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) connect(a, b);
  };
  if (exclusion === "all") {
    connectAll([...members.keys()]);
  } else {
    const placeOf = new Map(members.map(({ key }, place) => [key, place]));
    const groups = new Map<string, number[]>();
    for (const [place, member] of members.entries()) {
      for (const key of member.conflictsWith) connect(place, placeOf.get(key) ?? place);
      if (member.exclusiveGroup === undefined) continue;
      const group = groups.get(member.exclusiveGroup);
      if (group === undefined) groups.set(member.exclusiveGroup, [place]);
      else group.push(place);
    }
    for (const places of groups.values()) connectAll(places);
  }
  return neighbours.map((places) => [...places].sort((a, b) => a - b));
}
