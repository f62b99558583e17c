import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import { type ConfigValue, isConfig } from "./config";
import type { ConfigFile } from "./config-file";
import { entriesUnder, resolved } from "./find-setting";
import { type PlainValue, readPlain } from "./plain-scalar";
import { isOpenBlock } from "./token-places";

/**
 * Whether Hermes reads a node as a value, in whatever style it is written. Keys of maps may stand in any order. What
 * has a tag other than that of its own kind equals nothing.
 */
export function isSame(file: ConfigFile, written: unknown, value: ConfigValue): boolean {
  const node = resolved(file, written);
  // `{a}` has no value node at all
  if (node === null || node === undefined) return value === null;
  if (isScalar(node)) return isSameScalar(meaningOf(file, node), value);
  if (isSeq(node)) {
    if (!Array.isArray(value) || !hasTag(node, "seq") || node.items.length !== value.length) return false;
    return node.items.every((item, i) => isSame(file, item, value[i] as ConfigValue));
  }
  if (!isMap(node) || !isConfig(value) || !hasTag(node, "map")) return false;
  const entries = Object.entries(value);
  if (node.items.length !== entries.length) return false;
  return entries.every(([key, inner]) => {
    const [pair] = entriesUnder(file, node, key);
    return pair !== undefined && isSame(file, pair.value, inner);
  });
}

/** Whether a collection has no tag, or the one that it would have anyway. */
export function hasTag(node: { readonly tag?: string }, kind: "map" | "seq"): boolean {
  return node.tag === undefined || node.tag === `${CORE}${kind}`;
}

const CORE = "tag:yaml.org,2002:";

const TAGS_OF: Readonly<Record<PlainValue["kind"], readonly string[]>> = {
  null: ["null"],
  boolean: ["bool"],
  number: ["int", "float"],
  string: [],
  other: [],
};

function isSameScalar(meaning: PlainValue, value: ConfigValue): boolean {
  if (meaning.kind === "null") return value === null;
  return meaning.kind !== "other" && meaning.value === value;
}

/** What a scalar means to Hermes, whatever its style and tag. */
export function meaningOf(file: ConfigFile, { type, source, tag, value, srcToken }: Scalar): PlainValue {
  const text = isOpenBlock(file.text, srcToken) ? String(value).replace(/\n$/, "") : String(value);
  if (tag === undefined) return type === "PLAIN" ? readPlain(source ?? "") : { kind: "string", value: text };
  if (tag === "!" || tag === `${CORE}str`) return { kind: "string", value: text };
  const plain = readPlain(text);
  return TAGS_OF[plain.kind].some((name) => tag === `${CORE}${name}`) ? plain : { kind: "other" };
}
