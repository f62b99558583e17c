import type { Fault } from "../model/options";
import type { ResourceState } from "../model/resource-state";
import { UNKNOWN } from "../model/values";
import type { ProviderCalls } from "../process/provider-calls";
import { Snapshot } from "../state/snapshot";
import { diffResource } from "./diff";

/**
 * Which resources have to be deleted before `root` can be, because they would be replaced once `root`
 * is: those for which the provider says so when each property fed by something that goes is unknown.
 * Such a property is one unknown value as a whole, even where only an element of an array is affected.
 *
 * @param candidates the old states in dependency order, without those registered already: they cannot
 *   depend on `root` any more.
 */
export async function dependentsToReplace(
  root: ResourceState,
  candidates: readonly ResourceState[],
  provider: ProviderCalls,
  fault: Fault | undefined,
): Promise<ResourceState[]> {
  const going = new Set([root.urn]);
  const toReplace: ResourceState[] = [];
  for (const state of Snapshot.dependents(candidates, [root.urn])) {
    if (!state.custom || state.delete) continue;
    const fed = Object.entries(state.propertyDependencies).filter(([, urns]) =>
      urns.some((u) => going.has(u)),
    );
    const keys = fed.map(([key]) => key).filter((key) => key in state.inputs);
    if (keys.length === 0) continue;
    const unknowns = Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
    const news = fault === "pre-pass-with-real-values" ? state.inputs : { ...state.inputs, ...unknowns };
    const diff = await diffResource(provider, state, news);
    if (diff.replaceKeys.length === 0) continue;
    going.add(state.urn);
    toReplace.push(state);
  }
  return toReplace;
}
