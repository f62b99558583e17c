import { isMap, isSeq, type Node, type Pair, type Scalar, visit } from "yaml";
import type { ConfigFile } from "./config-file";
import { isMergeKey, resolved } from "./find-setting";
import { CORE, meaningOf } from "./meaning";

/** What is well written as YAML and PyYAML does not take all the same: Hermes then starts on its defaults. */
export interface Unreadable {
  readonly offset: number;
  readonly what: string;
}

/** Tags that PyYAML's safe reader knows, by what they may stand at. */
const TAGS = {
  scalar: ["null", "bool", "int", "float", "binary", "timestamp", "str"].map((name) => CORE + name),
  map: [`${CORE}map`, `${CORE}set`],
  seq: [`${CORE}seq`, `${CORE}omap`, `${CORE}pairs`],
};

/** The first place of a file that PyYAML's safe reader refuses (`constructor.py`, 6.0.3). */
export function findUnreadable(file: ConfigFile): Unreadable | undefined {
  let found: Unreadable | undefined;
  const keys = new Set<unknown>();
  const note = (node: unknown, what: string): symbol => {
    found = { offset: (node as Node | null)?.range?.[0] ?? 0, what };
    return visit.BREAK;
  };
  visit(file.document, {
    Pair: (_, pair) => {
      keys.add(pair.key);
      const key = resolved(file, pair.key);
      if (isMap(key) || isSeq(key)) return note(pair.key, "the key is a list or a map");
      const broken = isMergeKey(pair.key) && !merges(file, pair);
      return broken ? note(pair.key, "what the merge key << brings is no map") : undefined;
    },
    Scalar: (_, scalar) => {
      const what = refusalOf(file, scalar, keys.has(scalar));
      return what === undefined ? undefined : note(scalar, what);
    },
    Collection: (_, node) => {
      const known = isMap(node) ? TAGS.map : TAGS.seq;
      const unknown = node.tag !== undefined && node.tag !== "!" && !known.includes(node.tag);
      return unknown ? note(node, "the tag is none that it takes here") : undefined;
    },
  });
  return found;
}

function refusalOf(file: ConfigFile, scalar: Scalar, isKey: boolean): string | undefined {
  const { tag, type } = scalar;
  if (tag !== undefined && tag !== "!" && !TAGS.scalar.includes(tag))
    return "the tag is none that it takes here";
  if (tag !== undefined || type !== "PLAIN") return undefined;
  const { kind } = meaningOf(file, scalar);
  if (kind === "merge") return isKey ? undefined : "the sign << stands where no key is";
  // as a key PyYAML takes the sign = for a text
  if (kind !== "refused" || (isKey && scalar.source === "=")) return undefined;
  return "the value looks like a number, a date or a sign of YAML, and is none";
}

function merges(file: ConfigFile, { value }: Pair): boolean {
  const source = resolved(file, value);
  if (!isSeq(source)) return isMap(source);
  return source.items.every((item) => isMap(resolved(file, item)));
}
