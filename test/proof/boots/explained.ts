import type { ProofSet } from "../sets/proof-set";

const NO_TAKE_OVER = /^ {2}a standby never takes over by itself: /m;

/** What the plan's explanation does not say of a gateway whose program is missing, and ought to in advance. */
export function unexplained({ members, explanation }: ProofSet): string[] {
  if (!members.some(({ missing }) => missing)) return [];
  return NO_TAKE_OVER.test(explanation) ? [] : ["the plan does not say that no standby takes over by itself"];
}
