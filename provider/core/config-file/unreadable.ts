import { isCollection, isMap, isSeq, type Node, type Pair, type Scalar, visit } from "yaml";
import type { ConfigFile } from "./config-file";
import { isMergeKey, resolved } from "./find-setting";
import { CORE, meaningOf } from "./meaning";
import { nextLine } from "./splice";

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
  let found = tabIn(file);
  const keys = new Set<unknown>();
  const note = (node: unknown, what: string): symbol => {
    found = { offset: (node as Node | null)?.range?.[0] ?? 0, what };
    return visit.BREAK;
  };
  if (found !== undefined) return found;
  visit(file.document, {
    Alias: (_, alias) => (isName(alias.source) ? undefined : note(alias, NO_NAME)),
    Pair: (_, pair) => {
      keys.add(pair.key);
      const key = resolved(file, pair.key);
      if (isMap(key) || isSeq(key)) return note(pair.key, "the key is a list or a map");
      const broken = isMergeKey(pair.key) && !merges(file, pair);
      return broken ? note(pair.key, "what the merge key << brings is no map") : undefined;
    },
    Scalar: (_, scalar, path) => {
      const inFlow = path.some((outer) => isCollection(outer) && outer.flow === true);
      const what = refusalOf(file, scalar, keys.has(scalar)) ?? (inFlow ? flowRefusal(scalar) : undefined);
      return what === undefined ? undefined : note(scalar, what);
    },
    Collection: (_, node) => {
      if (!isName(node.anchor)) return note(node, NO_NAME);
      const known = isMap(node) ? TAGS.map : TAGS.seq;
      const unknown = node.tag !== undefined && node.tag !== "!" && !known.includes(node.tag);
      return unknown ? note(node, "the tag is none that it takes here") : undefined;
    },
  });
  return found;
}

const NO_NAME = "an anchor has other characters than letters, digits, - and _";

const isName = (anchor: string | undefined): boolean => anchor === undefined || /^[\w-]+$/.test(anchor);

function refusalOf(file: ConfigFile, scalar: Scalar, isKey: boolean): string | undefined {
  const { tag, type, anchor } = scalar;
  if (!isName(anchor)) return NO_NAME;
  if (tag === "!" && type === "PLAIN" && scalar.source === "") return "the tag ! has no value";
  if (tag !== undefined && tag !== "!" && !TAGS.scalar.includes(tag))
    return "the tag is none that it takes here";
  if (tag !== undefined || type !== "PLAIN") return undefined;
  const { kind } = meaningOf(file, scalar);
  if (kind === "merge") return isKey ? undefined : "the sign << stands where no key is";
  // as a key PyYAML takes the sign = for a text
  if (kind !== "refused" || (isKey && scalar.source === "=")) return undefined;
  return "the value looks like a number, a date or a sign of YAML, and is none";
}

/** In `{…}` and `[…]` PyYAML takes these signs for its own, and a bracket behind a tag for a part of it. */
function flowRefusal({ tag, type, source = "" }: Scalar): string | undefined {
  if (type !== "PLAIN") return undefined;
  if (/^[?:]/.test(source)) return "a text in brackets begins with ? or :";
  return tag !== undefined && source === "" ? "a tag in brackets has no value" : undefined;
}

/** Only texts in quotes, blocks of text and comments may have tabs. */
function tabIn({ text, document }: ConfigFile): Unreadable | undefined {
  if (!text.includes("\t")) return undefined;
  let bare = text;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (type === "PLAIN" || !range) return;
      const [start, end] = range;
      const block = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
      const from = block ? Math.min(end, nextLine(text, start)) : start;
      // an x is no blank, so that a # behind it begins no comment that is none
      bare = bare.slice(0, from) + "x".repeat(end - from) + bare.slice(end);
    },
  });
  const offset = bare.replace(/(?<=^|[ \t\n])#.*/g, (comment) => "x".repeat(comment.length)).indexOf("\t");
  return offset === -1 ? undefined : { offset, what: "a tab stands where only blanks may" };
}

function merges(file: ConfigFile, { value }: Pair): boolean {
  const source = resolved(file, value);
  if (!isSeq(source)) return isMap(source);
  return source.items.every((item) => isMap(resolved(file, item)));
}
