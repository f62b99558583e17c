import fc from "fast-check";
import { DESIRED_STATES } from "../../../provider/core/rules/policies";

/** Gateways as they are drawn, known by their places. */
export interface DrawnSet {
  /** Whether the whole host is declared exclusive; then nothing else is declared. */
  readonly everybody: boolean;
  readonly members: readonly DrawnMember[];
  readonly pairs: readonly DrawnPair[];
  /** Places that share an `exclusiveGroup`; fewer than two: there is no group. */
  readonly group: readonly number[];
}

/** One gateway of a {@link DrawnSet}. */
export interface DrawnMember {
  readonly priority: number;
  readonly desired?: (typeof DESIRED_STATES)[number];
  /** Whether a boot starts it, in sets where the plan does not say that. */
  readonly enabled: boolean;
}

/** Two gateways that exclude each other: which of them names the other, or that both declare one port. */
export interface DrawnPair {
  readonly places: readonly [first: number, second: number];
  readonly by: (typeof SOURCES)[number];
}

const SOURCES = ["first", "second", "both", "port"] as const;

// few priorities, so that many are equal and names decide
const plain = { priority: fc.integer({ min: -2, max: 2 }), enabled: fc.boolean() };
const plainMember: fc.Arbitrary<DrawnMember> = fc.record(plain);
const anyMember = fc.oneof(
  { weight: 5, arbitrary: plainMember },
  { weight: 1, arbitrary: fc.record({ ...plain, desired: fc.constantFrom(...DESIRED_STATES) }) },
);

/**
 * Any graph of two to six gateways, at least one pair in it and one gateway enabled.
 * @param desired whether some of them declare what they do whatever their priority
 */
export function drawnGraph({ desired }: { readonly desired: boolean }): fc.Arbitrary<DrawnSet> {
  const member = desired ? anyMember : plainMember;
  return fc
    .integer({ min: 2, max: 6 })
    .chain((size) =>
      fc.record({
        everybody: fc.constant(false),
        members: fc.array(member, { minLength: size, maxLength: size }),
        pairs: fc
          .tuple(...pairsOf(size).map((places) => maybePair(places)))
          .map((pairs) => pairs.filter((pair) => pair !== undefined)),
        group: fc.oneof(
          fc.constant([]),
          fc.subarray(placesOf(size), { minLength: 2, maxLength: Math.min(3, size) }),
        ),
      }),
    )
    .filter(({ members, pairs }) => pairs.length > 0 && members.some(({ enabled }) => enabled));
}

/**
 * A clique of gateways of which any are enabled, but one at least: declared as such, as a group, or pair by pair.
 * @param smallest the fewest members
 */
export function drawnClique(smallest = 2): fc.Arbitrary<DrawnSet> {
  return fc
    .integer({ min: smallest, max: 6 })
    .chain((size) => {
      const none = { everybody: fc.constant(false), pairs: fc.constant([]), group: fc.constant([]) };
      const members = fc.array(plainMember, { minLength: size, maxLength: size });
      return fc.oneof(
        fc.record({ ...none, members, everybody: fc.constant(true) }),
        fc.record({ ...none, members, group: fc.constant(placesOf(size)) }),
        fc.record({ ...none, members, pairs: fc.tuple(...pairsOf(size).map((places) => pair(places))) }),
      );
    })
    .filter(({ members }) => members.some(({ enabled }) => enabled));
}

function maybePair(places: DrawnPair["places"]): fc.Arbitrary<DrawnPair | undefined> {
  return fc.oneof(fc.constant(undefined), pair(places));
}

function pair(places: DrawnPair["places"]): fc.Arbitrary<DrawnPair> {
  return fc.constantFrom(...SOURCES).map((by) => ({ places, by }));
}

function placesOf(size: number): number[] {
  return Array.from({ length: size }, (_, place) => place);
}

function pairsOf(size: number): [number, number][] {
  return placesOf(size).flatMap((first) =>
    placesOf(size)
      .slice(first + 1)
      .map((second): [number, number] => [first, second]),
  );
}
