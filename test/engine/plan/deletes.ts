import { type ResourceState, urnsNeededBy } from "../model/resource-state";
import { applySteps } from "./apply";
import type { Operation } from "./operation";
import type { Plan } from "./plan";
import { isProvider, type ProviderHost } from "./provider-host";
import { untouched } from "./step";

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
 * Deletes in reverse dependency order: in groups, the one farthest from the resources that need
 * nothing first, those of a group at the same time. With targets, what a resource needs that stays is
 * kept too; so is what a resource needs that could not be deleted.
 */
export async function runDeletes(
  op: Operation,
  host: ProviderHost,
  condemned: readonly ResourceState[],
): Promise<void> {
  const staying = op.snapshot.content.resources.filter((state) => !condemned.includes(state));
  const kept = new Set(op.settings.targets === undefined ? [] : staying.flatMap((s) => [...urnsNeededBy(s)]));
  const reported = new Set(op.steps.map(({ urn }) => urn));
  for (const state of op.settings.targets === undefined ? [] : staying) {
    if (!reported.has(state.urn) && !isProvider(state)) op.report(untouched(state));
  }
  const going = condemned.filter((old) => old.delete || !kept.has(old.urn));
  for (const old of going) op.condemned.add(old.urn);
  const spared = new Set<string>();
  for (const group of groupsByDepth(going).reverse()) {
    if (op.isStopped) return;
    const due = group.filter((old) => !spared.has(old.urn));
    await Promise.all(due.map((old) => deleteOne(op, host, old)));
    for (const old of group) {
      // Groups go from the dependents to what they need, so this reaches whatever is needed indirectly.
      if (!spared.has(old.urn) && !op.errored.has(old.urn)) continue;
      for (const urn of urnsNeededBy(old)) spared.add(urn);
    }
  }
}

/** The states by the length of the longest chain of others among them that they need. */
function groupsByDepth(states: readonly ResourceState[]): ResourceState[][] {
  const depths = new Map<string, number>();
  const groups: ResourceState[][] = [];
  // The state is in dependency order, so the depth of what a resource needs is known before its own.
  for (const state of states) {
    const below = [...urnsNeededBy(state)].map((urn) => depths.get(urn) ?? -1);
    const depth = Math.max(-1, ...below) + 1;
    depths.set(state.urn, depth);
    groups[depth] = [...(groups[depth] ?? []), state];
  }
  return groups;
}

async function deleteOne(op: Operation, host: ProviderHost, old: ResourceState): Promise<void> {
  const step = { op: old.delete ? "delete-replaced" : "delete", old } as const;
  // A stop is no failure of this one; the loop ends by itself.
  await applySteps(op, host, [step]).catch(() => false);
}
