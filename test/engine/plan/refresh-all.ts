import { applySteps } from "./apply";
import type { Operation } from "./operation";
import type { ProviderHost } from "./provider-host";
import { isRefreshable } from "./refresh-one";

/** Reads all resources at once, as many at a time as there are slots, and takes over what was found. */
export async function refreshAll(op: Operation, host: ProviderHost): Promise<void> {
  const states = op.snapshot.olds.filter((state) => isRefreshable(op, state));
  await Promise.allSettled(states.map((old) => applySteps(op, host, [{ op: "refresh", old }])));
  await op.slots.idle();
  op.snapshot.rebase(op.gone);
}
