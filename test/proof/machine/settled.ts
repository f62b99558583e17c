import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../../lab/lab-host";
import type { ProofMember } from "../sets/proof-set";
import { faultsOf } from "./faults";
import { type Look, look } from "./look";

const DEADLINE_MS = 30_000;

/**
 * Looks at a host until systemd has no job and its word, the processes and the ports agree. Past the deadline the
 * last look counts: whoever judges it finds what does not agree.
 */
export async function settled(host: LabHost, members: readonly ProofMember[]): Promise<Look> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look(host);
    if ((seen.jobs === 0 && faultsOf(seen, members).length === 0) || Date.now() > deadline) return seen;
    await sleep(100);
  }
}
