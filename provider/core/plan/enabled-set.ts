import type { DESIRED_STATES } from "../rules/policies";

/** Who runs after a boot, and what keeps the others from it. */
export interface EnabledSet {
  /** For each member whether a boot starts it. */
  readonly enabled: readonly boolean[];
  /** For each member on standby the enabled neighbours that keep it there, ascending; else none. */
  readonly because: readonly (readonly number[])[];
}

/**
 * Greedy from the top: first those that are declared `running`, then those that declare nothing, each in the host's
 * order; those declared `standby` or `stopped` never. So no two enabled members exclude each other, and no boot has
 * a conflict to resolve: systemd's own choice is undetermined in any group that is not a clique.
 */
export function enabledSet(
  graph: readonly (readonly number[])[],
  desired: readonly ((typeof DESIRED_STATES)[number] | undefined)[],
): EnabledSet {
  const enabled = graph.map(() => false);
  const because = graph.map((): number[] => []);
  for (const turn of ["running", undefined]) {
    for (const [place, neighbours] of graph.entries()) {
      if (desired[place] !== turn) continue;
      // who comes later and runs because this one waits is no reason, so this is asked now
      because[place] = neighbours.filter((other) => enabled[other]);
      enabled[place] = because[place].length === 0;
    }
  }
  return { enabled, because };
}
