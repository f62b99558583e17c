import fc from "fast-check";
import { type DrawnSet, drawnClique, drawnGraph } from "./draw";
import { makeSet } from "./make-set";
import { CLAIMS, type ProofKind, type ProofSet } from "./proof-set";

const KINDS = Object.keys(CLAIMS) as ProofKind[];

// a gateway that ends by itself is back before the second look of a boot
const SETTINGS = { restartSec: 1, drainSeconds: 0 };

/** So many sets, the kinds in turn. Equal seeds give equal sets. */
export function makeSets(count: number, seed: number): ProofSet[] {
  const drawn = KINDS.map((kind, place) =>
    drawSets(kind, Math.ceil((count - place) / KINDS.length), seed + place),
  );
  return Array.from({ length: count }, (_, number) => {
    const place = number % KINDS.length;
    const [set, missing] = drawn[place]?.[Math.floor(number / KINDS.length)] ?? [];
    const kind = KINDS[place];
    if (set === undefined || kind === undefined) throw new Error(`no set ${number} was drawn`);
    return makeSet(kind, set, number, SETTINGS, missing);
  });
}

/** Cliques of three at least, every member enabled, as gateways are that were installed one after the other. */
export function makeFullCliques(count: number, seed: number): ProofSet[] {
  const cliques = fc.sample(fc.noBias(drawnClique(3)), { seed, numRuns: count });
  return cliques.map((drawn, number) => {
    const members = drawn.members.map((member) => ({ ...member, enabled: true }));
    return makeSet("clique", { ...drawn, members }, number, SETTINGS);
  });
}

/** Sets of a kind, where that is part of the kind with the place of the gateway whose program is missing. */
function drawSets(kind: ProofKind, count: number, seed: number): [set: DrawnSet, missing?: number][] {
  const options = { seed, numRuns: Math.max(0, count) };
  if (kind === "clique") return fc.sample(fc.noBias(drawnClique()), options).map((set) => [set]);
  if (kind !== "missing")
    return fc.sample(fc.noBias(drawnGraph({ desired: kind === "planned" })), options).map((set) => [set]);
  const withVictims = drawnGraph({ desired: false })
    .map((set) => ({ set, victims: victimsOf(set) }))
    .filter(({ victims }) => victims.length > 0)
    .chain(({ set, victims }) =>
      fc.constantFrom(...victims).map((victim): [DrawnSet, number] => [set, victim]),
    );
  return fc.sample(fc.noBias(withVictims), options);
}

/** Places of gateways that alone keep another one on standby: somebody could take their place. */
function victimsOf(drawn: DrawnSet): number[] {
  const { members } = makeSet("missing", drawn, 0, SETTINGS);
  const alone = members.flatMap(({ gateway: { standbyBecause } }) =>
    standbyBecause.length === 1 ? standbyBecause : [],
  );
  return drawn.members.flatMap((_, place) => (alone.includes(`s00-${"abcdef"[place]}`) ? [place] : []));
}
