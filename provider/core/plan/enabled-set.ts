/**
 * For each member, in the host's order, the enabled higher neighbours that keep it on standby; an empty list means
 * that a boot starts it. Greedy from the top, so no two enabled members exclude each other, nobody gives way to a
 * lower one, and no boot has a conflict to resolve: systemd's own choice is undetermined in any group that is not
 * a clique.
 */
export function standbyReasons(graph: readonly (readonly number[])[]): number[][] {
  const reasons: number[][] = [];
  for (const neighbours of graph) {
    // lower neighbours have no entry yet, so they never count
    reasons.push(neighbours.filter((other) => reasons[other]?.length === 0));
  }
  return reasons;
}
