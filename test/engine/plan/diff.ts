import { changedKeys, detailedDiff, diffProps, type PropertyChange } from "../model/diff-values";
import { isWithin, parsePath, withIgnoredChanges } from "../model/property-path";
import { asReplace, type ResourceDiff } from "../model/result";
import type { Props } from "../model/values";
import type { Known, ProviderCalls } from "../process/provider-calls";

/** The resource options that have a say in a diff. */
export interface DiffOptions {
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hasInitErrors: boolean;
}

const NONE: DiffOptions = { ignoreChanges: [], replaceOnChanges: [], hasInitErrors: false };

/** Asks the provider how the resource differs, and compares the inputs if it leaves that open. */
export async function diffResource(
  provider: ProviderCalls,
  known: Known,
  news: Props,
  options: DiffOptions = NONE,
): Promise<ResourceDiff> {
  const answer = await provider.diff(known, news);
  const changes =
    answer.changes === undefined
      ? diffProps(known.inputs, withIgnoredChanges(news, known.inputs, options.ignoreChanges))
      : undefined;
  const diff = {
    changes: answer.changes ?? (changes?.length ?? 0) > 0,
    changedKeys: changedKeys(changes ?? []),
    replaceKeys: [...answer.replaces],
    deleteBeforeReplace: answer.deleteBeforeReplace,
    detailed: changes !== undefined && changes.length > 0 ? detailedDiff(changes) : null,
  };
  return withReplaceOnChanges(diff, changes ?? [], options);
}

/** How a component differs: no provider is asked, any change of an input is an update. */
export function diffComponent(olds: Props, news: Props): ResourceDiff {
  const changes = diffProps(olds, news);
  return {
    changes: changes.length > 0,
    changedKeys: changedKeys(changes),
    replaceKeys: [],
    deleteBeforeReplace: false,
    detailed: changes.length > 0 ? detailedDiff(changes) : null,
  };
}

/** The option works on the engine's own comparison only: a provider that says "changed" names no path. */
function withReplaceOnChanges(
  diff: ResourceDiff,
  changes: readonly PropertyChange[],
  options: DiffOptions,
): ResourceDiff {
  const onInitError = options.hasInitErrors && options.replaceOnChanges.includes("#initerror");
  const patterns = options.replaceOnChanges.filter((text) => text !== "#initerror").map(parsePath);
  const forced = changes.map((change) =>
    patterns.some((pattern) => isWithin(pattern, change.path))
      ? { ...change, kind: asReplace(change.kind) }
      : change,
  );
  const keys = changedKeys(forced.filter(({ kind }) => kind.endsWith("-replace")));
  return {
    ...diff,
    changes: diff.changes || onInitError,
    replaceKeys: [...new Set([...diff.replaceKeys, ...keys, ...(onInitError ? ["#initerror"] : [])])],
    detailed: diff.detailed === null ? null : detailedDiff(forced),
  };
}
