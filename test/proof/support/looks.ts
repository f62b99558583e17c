import type { Look } from "../machine/look";
import type { ProofSet } from "../sets/proof-set";

/** A look at a host on which exactly these gateways of a set run, as they ought to; `rest` says what is different. */
export function lookAt({ members }: ProofSet, running: readonly string[], rest: Partial<Look> = {}): Look {
  const there = members.filter(({ profileKey }) => running.includes(profileKey));
  const pidOf = (key: string) => 100 + members.findIndex(({ profileKey }) => profileKey === key);
  return {
    boot: "one",
    gateways: new Map(there.map(({ profileKey }) => [profileKey, [pidOf(profileKey)]])),
    listeners: new Map(
      there.flatMap(({ profileKey, ports }) => ports.map((port) => [port, pidOf(profileKey)] as const)),
    ),
    active: new Set(there.map(({ unitName }) => unitName)),
    jobs: 0,
    starts: new Map(running.map((key) => [key, 1])),
    busy: [],
    ...rest,
  };
}
