import fc from "fast-check";
import type { Fleet } from "../../../provider/core/schema/fleet";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";

const HOSTS = ["vm1", "vm2", "vm3"];
const PROFILES = ["a", "b", "c", "d", "default", "e-1", "f_2"];

/** A fleet as a user may write it: up to three hosts, seven profiles, conflicts, groups, ports. No mistakes. */
export const arbitraryFleet = fc
  .record({
    exclusion: fc.constantFrom("all", "declared"),
    hosts: fc.subarray(HOSTS, { minLength: 1 }),
    profiles: fc.subarray(PROFILES, { minLength: 1 }),
  })
  .chain(({ exclusion, hosts, profiles }) =>
    fc
      .tuple(
        ...profiles.map((key) =>
          fc.record(
            {
              hosts: fc.shuffledSubarray(hosts, { minLength: 1 }),
              priority: fc.integer({ min: -2, max: 2 }),
              conflictsWith: fc.shuffledSubarray(profiles.filter((other) => other !== key)),
              exclusiveGroup: fc.constantFrom("gpu", "cpu"),
              ports: fc.shuffledSubarray([8642, 8644, 8645]),
            },
            { requiredKeys: [] },
          ),
        ),
      )
      .map((options) => ({
        exclusion,
        hosts: Object.fromEntries(hosts.map((key) => [key, { connection: { host: key } }])),
        profiles: Object.fromEntries(profiles.map((key, i) => [key, options[i]])),
      })),
  );

/** The fleet of a document that has no mistake. */
export function fleetOf(document: unknown): Fleet {
  const { fleet, problems } = parseFleet(document);
  if (fleet === undefined)
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return fleet;
}

/** The same document with the keys of every object and the items of every list in another order. */
export function shuffled(document: unknown, random: () => number): unknown {
  if (Array.isArray(document)) return mixed(document, random).map((item) => shuffled(item, random));
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(
    mixed(Object.entries(document), random).map(([key, value]) => [key, shuffled(value, random)]),
  );
}

function mixed<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
