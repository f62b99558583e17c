import { formatPath, type PropertyPath } from "./property-path";
import { isObject, isSecret, type Props, sameValue, type Value } from "./values";

/** What happens to one property; the suffix says that it forces a replacement. */
export type ChangeKind = "add" | "delete" | "update" | "add-replace" | "delete-replace" | "update-replace";

/** One changed property. */
export interface PropertyChange {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
}

/** The detailed diff of `preview --json`: by path, what changes, and that inputs were compared. */
export type DetailedDiff = Record<string, { kind: ChangeKind; inputDiff: boolean }>;

/** Compares two sets of properties; the deepest differing paths, in the order of their keys. */
export function diffProps(olds: Props, news: Props): PropertyChange[] {
  return changesBetween(olds, news, []);
}

/** The top-level names among the changes, each once. */
export function changedKeys(changes: readonly PropertyChange[]): string[] {
  return [...new Set(changes.map((change) => String(change.path[0])))];
}

/** The changes in the form of `preview --json`. */
export function detailedDiff(changes: readonly PropertyChange[]): DetailedDiff {
  return Object.fromEntries(
    changes.map((change) => [formatPath(change.path), { kind: change.kind, inputDiff: true }]),
  );
}

function changesBetween(old: Value, now: Value, path: PropertyPath): PropertyChange[] {
  if (Array.isArray(old) && Array.isArray(now)) {
    const longer = old.length > now.length ? old : now;
    return longer.flatMap((_, index) => changeAt(old[index], now[index], [...path, index]));
  }
  if (isPlainObject(old) && isPlainObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => changeAt(old[key], now[key], [...path, key]));
  }
  return sameValue(old, now) ? [] : [{ path, kind: "update" }];
}

function changeAt(old: Value | undefined, now: Value | undefined, path: PropertyPath): PropertyChange[] {
  // A null counts as absent, as in the engine's own comparison.
  if (old === undefined || old === null) {
    return now === undefined || now === null ? [] : [{ path, kind: "add" }];
  }
  if (now === undefined || now === null) return [{ path, kind: "delete" }];
  return changesBetween(old, now, path);
}

function isPlainObject(value: Value): value is Props {
  return isObject(value) && !isSecret(value);
}
