import type { ProofMember, ProofSet } from "./proof-set";

/** Who has to run after a boot. */
export interface Expectation {
  /** Profile keys in the host's order. */
  readonly runs: readonly string[];
  /** Whether nobody else may run; else any other enabled gateway may that no running neighbour excludes. */
  readonly only: boolean;
}

/** Who has to run after a boot of a set. */
export function expectationOf({ kind, members }: ProofSet): Expectation {
  const keys = (some: readonly ProofMember[]) => some.map(({ profileKey }) => profileKey);
  if (kind === "graph")
    return { runs: keys(members.filter((_, place) => isHighest(members, place))), only: false };
  const enabled = members.filter((member) => member.enabled);
  if (kind === "clique") return { runs: keys(enabled.slice(0, 1)), only: true };
  return { runs: keys(enabled.filter(({ missing }) => !missing)), only: true };
}

/** Whether a gateway is enabled and none of its neighbours above it is: nothing can keep it from running. */
function isHighest(members: readonly ProofMember[], place: number): boolean {
  const own = members[place];
  return (
    own?.enabled === true &&
    !members.slice(0, place).some(({ enabled, profileKey }) => enabled && own.neighbours.includes(profileKey))
  );
}
