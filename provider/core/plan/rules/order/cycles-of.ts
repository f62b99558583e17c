/**
 * A shortest circle through the first member of each tangle of a directed graph: the places in order, beginning with
 * the lowest. One circle for each strongly connected part; a place that leads to itself is one as well.
 */
export function cyclesOf(graph: readonly (readonly number[])[]): number[][] {
  const done = leadingNowhere(graph);
  const cycles: number[][] = [];
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    const cycle = shortestCircle(graph, start);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const place of tangleOf(graph, start)) done.add(place);
  }
  return cycles;
}

/** Places from which no way leads into a circle, found from the ends; they need no search of their own. */
function leadingNowhere(graph: readonly (readonly number[])[]): Set<number> {
  const open = graph.map((targets) => targets.length);
  const sources = backwards(graph);
  const found = new Set([...graph.keys()].filter((place) => open[place] === 0));
  // the set grows while it is walked
  for (const place of found) {
    for (const source of sources[place] ?? []) {
      open[source] = (open[source] ?? 0) - 1;
      if (open[source] === 0) found.add(source);
    }
  }
  return found;
}

/** Breadth first, so the first way back is a shortest one. */
function shortestCircle(graph: readonly (readonly number[])[], start: number): number[] | undefined {
  const before = new Map<number, number>();
  const queue = [start];
  for (const place of queue) {
    for (const next of [...(graph[place] ?? [])].sort((a, b) => a - b)) {
      if (next === start) return wayTo(place, before);
      if (before.has(next)) continue;
      before.set(next, place);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: number, before: ReadonlyMap<number, number>): number[] {
  const way = [end];
  for (let at = before.get(end); at !== undefined; at = before.get(at)) way.unshift(at);
  return way;
}

/** Every place that can be reached from a place and leads back to it. */
function tangleOf(graph: readonly (readonly number[])[], start: number): Set<number> {
  return reachable(graph, start).intersection(reachable(backwards(graph), start));
}

function backwards(graph: readonly (readonly number[])[]): number[][] {
  const sources = graph.map((): number[] => []);
  for (const [place, targets] of graph.entries()) for (const next of targets) sources[next]?.push(place);
  return sources;
}

function reachable(graph: readonly (readonly number[])[], start: number): Set<number> {
  const seen = new Set([start]);
  for (const place of seen) for (const next of graph[place] ?? []) seen.add(next);
  return seen;
}
