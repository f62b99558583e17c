import type { DetectedProfile } from "../detect/detect";
import { byCodeUnit } from "../order";
import { pathOf } from "../problem";
import { grouped, type PlacedExclusion, type PlacedMember } from "./exclusion";

/**
 * What `conflictsWith`, `exclusiveGroup` and `systemd_conflicts` say about the members of one host. Conflicts are
 * mutual whoever declares them; a profile or unit that is not on the host excludes nobody there.
 */
export function declaredExclusions(members: readonly DetectedProfile[]): PlacedExclusion[] {
  const places = new Map(members.map(({ key }, place) => [key, place]));
  const units = Map.groupBy(members.keys(), (place) => members[place]?.unitName);
  return [
    ...pairs(members, "conflictsWith", ({ key, conflictsWith }) =>
      conflictsWith.map((other) => [places.get(other), pathOf(["profiles", key, "conflictsWith"])]),
    ),
    ...groups(members),
    ...pairs(members, "systemd_conflicts", ({ detected: { systemdConflicts } }) =>
      systemdConflicts.flatMap(({ name, path }) =>
        (units.get(name) ?? []).map((place) => [place, path] as const),
      ),
    ),
  ];
}

/** One exclusion for everybody. */
export function everybody(members: readonly DetectedProfile[]): PlacedExclusion[] {
  if (members.length < 2) return [];
  const placed = members.map((_, place) => ({ place }));
  return [{ rule: "all", what: "exclusion: all", members: placed }];
}

function groups(members: readonly DetectedProfile[]): PlacedExclusion[] {
  const named = members.flatMap(({ key, exclusiveGroup }, place): [string, PlacedMember][] =>
    exclusiveGroup === undefined
      ? []
      : [[exclusiveGroup, { place, declaredAt: pathOf(["profiles", key, "exclusiveGroup"]) }]],
  );
  return [...grouped(named)]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, placed]) => ({ rule: "exclusiveGroup", what: `exclusiveGroup ${name}`, members: placed }));
}

/** Pairs that name each other, each once, in the host's order. */
function pairs(
  members: readonly DetectedProfile[],
  rule: "conflictsWith" | "systemd_conflicts",
  namedBy: (member: DetectedProfile) => readonly (readonly [place: number | undefined, path: string])[],
): PlacedExclusion[] {
  const found = new Map<number, { higher: PlacedMember; lower: PlacedMember }>();
  for (const [place, member] of members.entries()) {
    for (const [other, declaredAt] of namedBy(member)) {
      if (other === undefined || other === place) continue;
      const [high, low] = place < other ? [place, other] : [other, place];
      const id = high * members.length + low;
      const pair = found.get(id) ?? { higher: { place: high }, lower: { place: low } };
      if (place === high) pair.higher = { place, declaredAt };
      else pair.lower = { place, declaredAt };
      found.set(id, pair);
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([, { higher, lower }]) => ({ rule, what: rule, members: [higher, lower] }));
}
