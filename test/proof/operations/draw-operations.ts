import fc from "fast-check";
import type { ProofSet } from "../sets/proof-set";

/** What is done to a gateway: by systemctl, or by a signal to its main process. */
export const VERBS = ["start", "restart", "stop", "SIGKILL", "SIGTERM"] as const;

/** One operation, and how long nothing is done before it. */
export interface Operation {
  readonly verb: (typeof VERBS)[number];
  readonly unitName: string;
  readonly pauseMs: number;
}

/** Random operations on the gateways of a set; equal seeds give equal ones. */
export function drawOperations({ members }: ProofSet, count: number, seed: number): Operation[] {
  const operation = fc.record({
    verb: fc.constantFrom(...VERBS),
    unitName: fc.constantFrom(...members.map(({ unitName }) => unitName)),
    pauseMs: fc.integer({ min: 0, max: 300 }),
  });
  return fc.sample(fc.noBias(operation), { seed, numRuns: count });
}
