import type { ResourceState } from "../model/resource-state";
import type { Operation } from "./operation";
import { isProvider, type ProviderHost } from "./provider-host";

/**
 * Deletes an old resource.
 *
 * @param beforeReplacement its replacement is still to be created, so the state keeps it until then.
 * @throws when it is protected; any error of the provider.
 */
export async function deleteOld(
  op: Operation,
  host: ProviderHost,
  old: ResourceState,
  beforeReplacement: boolean,
): Promise<void> {
  if (old.protect) throw new Error(`${old.urn}: protected, so it is not deleted`);
  if (!op.settings.dryRun && needsCall(op, old)) {
    const ended = op.snapshot.begin("deleting", old);
    try {
      await (await host.forState()).delete(old);
    } finally {
      if (!op.terminated) ended();
    }
  }
  if (beforeReplacement) {
    old.pendingReplacement = true;
    op.snapshot.changed();
  } else op.snapshot.replace(old, undefined);
}

/** What is kept on purpose, or goes with the resource it lives in, is only forgotten. */
function needsCall(op: Operation, old: ResourceState): boolean {
  if (!old.custom || isProvider(old) || old.retainOnDelete || old.pendingReplacement) return false;
  return old.deletedWith === "" || !op.condemned.has(old.deletedWith);
}
