/**
 * For each member, in the host's order, the enabled higher neighbours that keep it on standby; an empty list means
 * that a boot starts it. Greedy from the top, so no two enabled members exclude each other, nobody gives way to a
 * lower one, and no boot has a conflict to resolve: systemd's own choice is undetermined in any group that is not
 * a clique.
 */
export function standbyReasons(graph: readonly (readonly number[])[]): number[][] {
  const reasons: number[][] = [];
  for (const [place, neighbours] of graph.entries()) {
    reasons.push(neighbours.filter((other) => other < place && reasons[other]?.length === 0));
  }
  return reasons;
}
