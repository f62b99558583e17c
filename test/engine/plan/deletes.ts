import { type ResourceState, urnsNeededBy } from "../model/resource-state";
import { applySteps } from "./apply";
import type { Operation } from "./operation";
import type { Plan } from "./plan";
import type { ProviderHost } from "./provider-host";

/** What the program did not register, and what has been replaced: to be deleted after all else. */
export function leftOver(op: Operation, host: ProviderHost, plan: Plan): ResourceState[] {
  return op.snapshot.olds.filter((old) => {
    if (old.delete) return true;
    if (plan.found.has(old) || host.isRegistered(old)) return false;
    return op.isTargeted(old.urn) || plan.deletedEarly.has(old);
  });
}

/** Everything there is, as far as it is targeted. */
export function everything(op: Operation): ResourceState[] {
  return op.snapshot.content.resources.filter((state) => op.isTargeted(state.urn));
}

/**
 * Deletes in reverse dependency order: everything nothing else depends on at once, then what is free
 * after that. What cannot be deleted keeps what it needs. With targets, so does what is no target.
 */
export async function runDeletes(
  op: Operation,
  host: ProviderHost,
  condemned: readonly ResourceState[],
): Promise<void> {
  const staying = op.snapshot.content.resources.filter((state) => !condemned.includes(state));
  const kept = new Set(op.settings.targets === undefined ? [] : staying.flatMap((s) => [...urnsNeededBy(s)]));
  let left = new Set(condemned.filter((old) => old.delete || !kept.has(old.urn)).reverse());
  for (const old of left) op.condemned.add(old.urn);
  while (left.size > 0 && !op.isStopped) {
    const needed = new Set([...left].flatMap((old) => [...urnsNeededBy(old)]));
    const ready = [...left].filter((old) => !needed.has(old.urn));
    if (ready.length === 0) return;
    await Promise.all(ready.map((old) => deleteOne(op, host, old)));
    // What could not be deleted stays in the set, and so keeps everything it needs.
    const undone = ready.filter((old) => op.errored.has(old.urn));
    left = new Set([...left].filter((old) => !ready.includes(old)));
    for (const old of undone) for (const urn of urnsNeededBy(old)) keep(left, urn);
  }
}

async function deleteOne(op: Operation, host: ProviderHost, old: ResourceState): Promise<void> {
  const step = { op: old.delete ? "delete-replaced" : "delete", old } as const;
  // A stop is no failure of this one; the loop ends by itself.
  await applySteps(op, host, [step]).catch(() => false);
}

function keep(left: Set<ResourceState>, urn: string): void {
  for (const old of left) {
    if (old.urn !== urn || !left.delete(old)) continue;
    for (const needed of urnsNeededBy(old)) keep(left, needed);
  }
}
