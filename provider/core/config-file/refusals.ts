import { isAlias, isMap, isSeq, type Node, type Pair, visit, type YAMLMap } from "yaml";
import type { Problem } from "../problem";
import type { ConfigPath } from "./config";
import { type ConfigFile, isShared, problemIn } from "./config-file";
import { hasTag } from "./same-value";
import { entryOf, entryStart, isOpenBlock, lastToken } from "./token-places";

/** A key that stands twice in a map, or in another way than `key: value`: which one counts is not for us to say. */
export function keyRefusal(file: ConfigFile, pairs: readonly Pair[], path: ConfigPath): Problem | undefined {
  const [first, second] = pairs;
  if (second) {
    return problemIn(file, startOf(second), path, "the key stands twice", "keep one of the two");
  }
  if (first === undefined) return undefined;
  if (isAlias(first.key) || entryOf(first).start.some(({ type }) => type === "explicit-key-ind")) {
    const what = "the key is written with ? or an alias";
    return problemIn(file, startOf(first), path, what, "write it as `key: value`");
  }
  return undefined;
}

/** What makes it impossible to go through a value to the keys below it; `undefined`: it is a map of its own. */
export function pathRefusal(file: ConfigFile, pair: Pair, path: ConfigPath): Problem | undefined {
  const { value } = pair;
  if (isMap(value) && hasTag(value, "map")) return undefined;
  const what = isAlias(value)
    ? `the alias *${value.source} stands where settings are to go`
    : isSeq(value)
      ? "a list stands where settings are to go"
      : isMap(value)
        ? `a map with the tag ${value.tag} stands where settings are to go`
        : "it is no map, and settings are to go below it";
  return problemIn(file, startOf(pair), path, what, "write a map with keys of its own, or remove the key");
}

/** A map that a change would change in several places of the file at once. */
export function sharedRefusal(file: ConfigFile, map: YAMLMap, path: ConfigPath): Problem | undefined {
  return isShared(file, map) ? anchored(file, map.anchor, startOfNode(map), path) : undefined;
}

/** An anchor in an entry that would go while something in the file still refers to it. */
export function anchorRefusal(file: ConfigFile, pair: Pair, path: ConfigPath): Problem | undefined {
  let found: Problem | undefined;
  const look = (_: unknown, node: Node) => {
    if (!isShared(file, node)) return undefined;
    found = anchored(file, (node as { anchor?: string }).anchor, startOf(pair), path);
    return visit.BREAK;
  };
  if (pair.value) visit(pair.value as Node, { Node: look });
  return found;
}

/** Somebody else's value where one of ours is to stand. Neither is shown: both may be secret. */
export function valueRefusal(file: ConfigFile, pair: Pair, path: ConfigPath): Problem {
  const what = "another value stands there than is declared";
  const remedy = "declare the same value, remove it from the file, or let the declared value take over";
  return problemIn(file, startOf(pair), path, what, remedy);
}

/** A setting that `<<` brings: one of our own would hide it, and with a map everything in it. */
export function mergeRefusal(file: ConfigFile, map: YAMLMap, path: ConfigPath): Problem {
  const what = "a merge key << brings this setting";
  return problemIn(file, startOfNode(map), path, what, "write the setting itself into the map");
}

/** A file that ends in a text block without a line end: PyYAML reads the text without one, and then with one. */
export function openBlockRefusal(file: ConfigFile, path: ConfigPath): Problem | undefined {
  const last = lastToken(file.root?.srcToken);
  if (last === undefined || !isOpenBlock(file.text, last)) return undefined;
  const what = "the file ends in this text without a line end, and lines behind it would change it";
  return problemIn(file, last.offset, path, what, "end the file's last line");
}

function anchored(file: ConfigFile, anchor: string | undefined, offset: number, path: ConfigPath): Problem {
  const what = `the anchor &${anchor} is used in other places of the file too`;
  return problemIn(file, offset, path, what, "write the value out where its alias stands");
}

const startOf = (pair: Pair): number => entryStart(entryOf(pair));

const startOfNode = ({ range }: Node): number => range?.[0] ?? 0;
