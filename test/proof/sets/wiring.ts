import type { DrawnSet } from "./draw";

/** Names and ports of one gateway. */
export interface Wiring {
  readonly profileKey: string;
  /** Profile keys of those that exclude it. */
  readonly neighbours: readonly string[];
  readonly ports: readonly number[];
  /** The port that it shares with each neighbour, by the neighbour's place. */
  readonly shared: ReadonlyMap<number, number>;
}

/** Below the ports that systems give to outgoing connections. */
const FIRST_PORT = 20_000;
/** Six ports of their own and fifteen of pairs. */
const PORTS_A_SET = 21;

/** How many sets there are ports for. */
export const MOST_SETS = Math.floor((32_768 - FIRST_PORT) / PORTS_A_SET);

/**
 * Gives every gateway a name and a port, and every two that exclude each other a port on which both listen: if they
 * ever run together, the second finds it taken.
 */
export function wire(drawn: DrawnSet, name: string, number: number): Wiring[] {
  const keys = drawn.members.map((_, place) => `${name}-${"abcdef"[place]}`);
  const graph = neighboursOf(drawn);
  const shared = keys.map(() => new Map<number, number>());
  let port = FIRST_PORT + number * PORTS_A_SET;
  const own = keys.map(() => port++);
  for (const [place, others] of graph.entries()) {
    for (const other of others) {
      if (other < place) continue;
      shared[place]?.set(other, port);
      shared[other]?.set(place, port);
      port += 1;
    }
  }
  return keys.map((profileKey, place) => ({
    profileKey,
    neighbours: [...(graph[place] ?? [])].map((other) => keys[other] ?? ""),
    ports: [own[place] ?? 0, ...(shared[place]?.values() ?? [])],
    shared: shared[place] ?? new Map(),
  }));
}

function neighboursOf({ everybody, members, pairs, group }: DrawnSet): number[][] {
  const together = (a: number, b: number) =>
    everybody ||
    (group.length > 1 && group.includes(a) && group.includes(b)) ||
    pairs.some(({ places }) => places.includes(a) && places.includes(b));
  const places = members.map((_, place) => place);
  return places.map((place) => places.filter((other) => other !== place && together(place, other)));
}
