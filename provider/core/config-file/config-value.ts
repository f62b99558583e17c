import { isMap, isScalar, isSeq, type Scalar, type YAMLMap } from "yaml";
import { type Problem, problemAt } from "../problem";
import { type Config, type ConfigPath, type ConfigValue, isConfig, WRITTEN } from "./config";
import { type ConfigFile, problemIn } from "./config-file";
import { isMergeKey, keyText, mergedMaps, resolved } from "./find-setting";
import { meaningOf } from "./meaning";
import { hasTag, isJson } from "./same-value";

/** Most values that a file may come to, aliases and merge keys followed, and how deep it may go. */
const MOST_VALUES = 50_000;
const DEEPEST = 200;

/** What a file holds as Hermes reads it, aliases and merge keys followed; or what a declaration cannot hold. */
export function configOf(file: ConfigFile): { readonly config: Config } | { readonly problem: Problem } {
  if (file.root === undefined) return { config: {} };
  const reading = new Reading(file);
  const config = reading.value(file.root, [], 0);
  if (reading.problem) return { problem: reading.problem };
  return { config: isConfig(config) ? config : {} };
}

/** One value of a file as Hermes reads it. What JSON has no word for, and keys that are no texts, are their texts. */
export function valueAt(file: ConfigFile, node: unknown): ConfigValue {
  return new Reading(file).value(node, [], 0);
}

class Reading {
  problem: Problem | undefined;
  private left = MOST_VALUES;

  constructor(private readonly file: ConfigFile) {}

  value(written: unknown, path: ConfigPath, depth: number): ConfigValue {
    const node = resolved(this.file, written);
    this.left -= 1;
    if (this.left < 0 || depth > DEEPEST) {
      this.problem ??= problemAt([], "has aliases that expand without end", "write the values out");
      return null;
    }
    if (isSeq(node)) {
      this.known(node, "seq", path);
      return node.items.map((item, i) => this.value(item, [...path, String(i)], depth + 1));
    }
    if (isMap(node)) {
      this.known(node, "map", path);
      return Object.fromEntries(this.entries(node, path, depth));
    }
    return isScalar(node) ? this.scalar(node, path) : null;
  }

  /** Merged keys first, as PyYAML does: what stands later counts. */
  private entries(map: YAMLMap, path: ConfigPath, depth: number): [string, ConfigValue][] {
    const merged = mergedMaps(this.file, map)
      .toReversed()
      .flatMap((source) => (depth > DEEPEST || this.left < 0 ? [] : this.entries(source, path, depth + 1)));
    const seen = new Set<string>();
    const own = map.items
      .filter(({ key }) => !isMergeKey(key))
      .map(({ key, value }): [string, ConfigValue] => {
        const text = keyText(this.file, key);
        const name = text ?? shownKey(resolved(this.file, key));
        if (text === undefined) {
          const what = "the key is no text to Hermes, which reads a number, a date, true, false or nothing";
          this.note(key, path, what, "write the key in quotes, or as a whole number without other signs");
        } else if (seen.has(text)) this.note(key, path, "the key stands twice", "keep one of the two");
        seen.add(name);
        return [name, this.value(value, [...path, name], depth + 1)];
      });
    return [...merged, ...own];
  }

  private scalar(node: Scalar, path: ConfigPath): ConfigValue {
    const meaning = meaningOf(this.file, node);
    if (meaning.kind === "null") return null;
    if (isJson(meaning)) {
      const kept =
        meaning.kind !== "number" || (Number.isFinite(meaning.value) && meaning.digits === undefined);
      return kept ? meaning.value : { [WRITTEN]: String(node.value) };
    }
    if (meaning.kind === "date") return { [WRITTEN]: String(node.value) };
    this.note(node, path, "the value has a tag", "write it without");
    return String(node.value);
  }

  private known(node: { tag?: string }, kind: "map" | "seq", path: ConfigPath): void {
    if (!hasTag(node, kind)) this.note(node, path, "the value has a tag", "write it without");
  }

  private note(node: unknown, path: ConfigPath, what: string, remedy: string): void {
    const offset = (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
    this.problem ??= problemIn(this.file, offset, path, what, remedy);
  }
}

function shownKey(node: unknown): string {
  return isScalar(node) ? String(node.value) : "";
}
