import type { DrawnSet } from "../sets/draw";
import { makeSet } from "../sets/make-set";
import type { ProofSet } from "../sets/proof-set";

// a gateway that was killed is soon back, and one that ends takes long enough for an overlap to be seen
const SETTINGS = { restartSec: 0.2, drainSeconds: 0.1 };

const members: DrawnSet["members"] = [2, 1, 0].map((priority) => ({ priority, enabled: true }));

/** Three gateways of which one at a time may run. */
export function clique(number: number): ProofSet {
  return makeSet("planned", { everybody: true, members, pairs: [], group: [] }, number, SETTINGS);
}

/** Three gateways of which the one in the middle excludes the others, which may run together. */
export function path(number: number): ProofSet {
  const pairs: DrawnSet["pairs"] = [
    { places: [0, 1], by: "first" },
    { places: [1, 2], by: "first" },
  ];
  return makeSet("planned", { everybody: false, members, pairs, group: [] }, number, SETTINGS);
}
