import { isMap, isScalar, isSeq } from "yaml";
import { type ConfigValue, isConfig, isWritten, WRITTEN } from "./config";
import type { ConfigFile } from "./config-file";
import { entriesUnder, resolved } from "./find-setting";
import { CORE, meaningOf } from "./meaning";
import { type PlainValue, readPlain } from "./plain-scalar";

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

function isSameScalar(meaning: PlainValue, value: ConfigValue): boolean {
  if (isWritten(value)) {
    const written = meaningText(readPlain(value[WRITTEN]));
    return written !== undefined && written === meaningText(meaning);
  }
  if (meaning.kind === "null") return value === null;
  if (meaning.kind === "number" && meaning.digits !== undefined) return false;
  return isJson(meaning) && meaning.value === value;
}

/** Whether JSON has a word for a scalar that is not null, apart from the numbers that it cannot hold. */
export function isJson(
  meaning: PlainValue,
): meaning is Extract<PlainValue, { kind: "boolean" | "number" | "string" }> {
  return ["boolean", "number", "string"].includes(meaning.kind);
}

/** The same text for the same number or date, exact. */
function meaningText(meaning: PlainValue): string | undefined {
  if (meaning.kind === "date") return `date ${meaning.value}`;
  return meaning.kind === "number" ? `number ${meaning.digits ?? String(meaning.value)}` : undefined;
}
