import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import type { ConfigPath } from "./config";
import type { ConfigFile } from "./config-file";
import { meaningOf } from "./meaning";

/**
 * The entries of a map under a key, more than one if it stands there twice. A key is the same if it is written with the
 * same characters, quotes aside: `8642` is our `"8642"`.
 */
export function entriesUnder(file: ConfigFile, map: YAMLMap, key: string): Pair[] {
  return map.items.filter((pair) => keyText(file, pair.key) === key);
}

/**
 * The text of a key; `undefined` for a merge key, for a key that is no scalar, and for one that is no text to Hermes:
 * `yes` is true. Whole numbers count as their digits: Hermes takes ids either way.
 */
export function keyText(file: ConfigFile, key: unknown): string | undefined {
  const node = resolved(file, key);
  if (!isScalar(node)) return undefined;
  const meaning = meaningOf(file, node);
  if (meaning.kind === "string") return meaning.value;
  // PyYAML takes the sign = for a text where it is a key
  if (meaning.kind === "refused" && node.source === "=") return "=";
  const digits =
    meaning.kind === "number" && node.tag === undefined
      ? (meaning.digits ?? String(meaning.value))
      : undefined;
  return digits === String(node.value) && /^-?\d+$/.test(digits) ? digits : undefined;
}

/**
 * What Hermes reads at a path, through aliases and merge keys; of a key that stands twice the last one counts.
 * @returns `undefined` where nothing is; a key without a value gives its empty node
 */
export function settingAt(file: ConfigFile, path: ConfigPath): Node | undefined {
  let node: unknown = file.root;
  for (const key of path) {
    const map = resolved(file, node);
    const pair = isMap(map) ? lookUp(file, map, key) : undefined;
    if (pair === undefined) return undefined;
    node = pair.value ?? NOTHING;
  }
  return resolved(file, node) as Node | undefined;
}

/** Whether a map has a key only because `<<` brings it. */
export function isMerged(file: ConfigFile, map: YAMLMap, key: string): boolean {
  return mergedMaps(file, map).some((source) => lookUp(file, source, key) !== undefined);
}

/** What an alias stands for; anything else is itself. */
export function resolved({ targets }: ConfigFile, node: unknown): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

/** The value of a key that has none: `{a}`. */
const NOTHING: Scalar = Object.assign(new Scalar(""), { type: Scalar.PLAIN, source: "" });

/** @param seen Maps that were looked through and do not have the key: many merges may lead to one, and one into itself. */
function lookUp(file: ConfigFile, map: YAMLMap, key: string, seen = new Set<YAMLMap>()): Pair | undefined {
  const own = entriesUnder(file, map, key).at(-1);
  if (own !== undefined) return own;
  seen.add(map);
  for (const source of mergedMaps(file, map)) {
    const found = seen.has(source) ? undefined : lookUp(file, source, key, seen);
    if (isPair(found)) return found;
  }
  return undefined;
}

/** Whether a key brings the keys of another map. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<" && key.tag === undefined;
}

/** Maps whose keys a map takes over with `<<`, the one that counts first. */
export function mergedMaps(file: ConfigFile, map: YAMLMap): YAMLMap[] {
  return map.items
    .filter(({ key }) => isMergeKey(key))
    .toReversed()
    .flatMap(({ value }) => {
      const source = resolved(file, value);
      return isSeq(source) ? source.items.map((item) => resolved(file, item)) : [source];
    })
    .filter((source) => isMap(source));
}
