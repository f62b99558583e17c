import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  visit,
  type YAMLMap,
} from "yaml";
import { type Problem, problemAt } from "../problem";
import { parseWithinBudget } from "../yaml-budget";
import type { ConfigPath } from "./config";
import { uncertainBreak, withLineFeeds } from "./line-breaks";
import { findUnreadable } from "./unreadable";

/** A config.yaml that has been read. */
export interface ConfigFile {
  /** With the line ends that Hermes' reader sees, each character at its place. */
  readonly text: string;
  /** As it is written. */
  readonly written: string;
  readonly document: Document.Parsed;
  /** The map at the root; `undefined`: the file holds nothing but comments. */
  readonly root: YAMLMap | undefined;
  /** What each alias stands for: the value that has its anchor and stands last before it. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Names of anchors that something refers to: what they stand at belongs to several places. */
  readonly shared: ReadonlySet<string>;
  readonly lines: LineCounter;
}

/** What PyYAML's reader refuses. */
const UNREADABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads the text of a config.yaml, on a host or beside the program, or says why Hermes would not take it for one. The
 * problem holds no text of the file. What the values mean is for {@link configOf} and the comparison to say.
 */
export function readConfigFile(written: string): ConfigFile | Problem {
  const text = withLineFeeds(written);
  const lines = new LineCounter();
  const parsed = parseWithinBudget(text, {
    keepSourceTokens: true,
    lineCounter: lines,
    logLevel: "error",
    prettyErrors: false,
    // scalars stay texts here: what they mean is for Hermes' reader to say;
    // keys that stand twice are Hermes' affair, unless they are on a path of ours
    schema: "failsafe",
  });
  const place = { lines };
  const { over } = parsed;
  if (!parsed.document) return problemIn(place, parsed.over.offset, [], parsed.over.what, parsed.over.remedy);
  const document = parsed.document as Document.Parsed;
  const unreadable = UNREADABLE.exec(text);
  const uncertain = uncertainBreak(written, text, document);
  if (uncertain !== undefined) {
    const what =
      "holds a line end other than LF (a lone CR, U+0085, U+2028 or U+2029) where Hermes' reader makes something else of it";
    return problemIn(
      place,
      uncertain,
      [],
      what,
      "write it as an escape in double quotes (\\N, \\L, \\P), or remove it",
    );
  }
  if (unreadable) {
    const code = (unreadable[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const what = `holds the character U+${code}, which Hermes' reader does not take`;
    return problemIn(
      place,
      unreadable.index,
      [],
      what,
      "write it as an escape in double quotes, or remove it",
    );
  }
  const error = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS");
  if (error)
    return problemIn(place, error.pos[0], [], "is no YAML", "correct the file; editors show the place");
  const [several] = document.errors;
  if (several) {
    const what = "a second document begins";
    return problemIn(place, several.pos[0], [], what, "keep one: Hermes reads a file of one document only");
  }
  if (over) return problemIn(place, over.offset, [], over.what, over.remedy);
  const { contents } = document;
  const root = isMap(contents) ? contents : undefined;
  if (root === undefined && !isNothing(contents)) {
    const what = "the file holds no set of keys";
    return problemIn(place, contents?.range?.[0] ?? 0, [], what, "write keys with their values, or empty it");
  }
  const { shared, targets, lost, twice } = aliasesOf(document);
  if (twice)
    return problemIn(
      place,
      twice.range?.[0] ?? 0,
      [],
      "the anchor stands twice",
      "give each a name of its own",
    );
  if (lost)
    return problemIn(
      place,
      lost.range?.[0] ?? 0,
      [],
      "the alias leads nowhere",
      "define its anchor before it",
    );
  const file = { text, written, document, root, targets, shared, lines };
  const refused = findUnreadable(file);
  if (refused === undefined) return file;
  const what = `${refused.what}, and Hermes' reader refuses the file`;
  return problemIn(place, refused.offset, [], what, "write it in quotes if a text is meant, or correct it");
}

/** The names that aliases use, an alias whose anchor does not stand before it, and an anchor that stands twice. */
function aliasesOf(document: Document.Parsed): {
  shared: Set<string>;
  targets: Map<Alias, Node>;
  lost: Alias | undefined;
  twice: Node | undefined;
} {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const shared = new Set<string>();
  let lost: Alias | undefined;
  let twice: Node | undefined;
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor && anchors.has(node.anchor)) twice ??= node;
        if (node.anchor) anchors.set(node.anchor, node);
        return;
      }
      shared.add(node.source);
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      else lost ??= node;
    },
  });
  return { shared, targets, lost, twice };
}

/** Whether a key or a document has no value at all: not even `~`, an anchor or a tag. */
export function isNothing(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && node.type === "PLAIN" && node.source === "" && !node.anchor && !node.tag;
}

/** A problem at a place of the file. */
export function problemIn(
  { lines }: Pick<ConfigFile, "lines">,
  offset: number,
  path: ConfigPath,
  what: string,
  remedy: string,
): Problem {
  const { line, col } = lines.linePos(offset);
  return problemAt(path, `line ${line}, column ${col}: ${what}`, remedy);
}

/** Whether a node is known under a name that something else refers to. */
export function isShared({ shared }: ConfigFile, node: unknown): boolean {
  if (isAlias(node) || typeof node !== "object" || node === null) return false;
  const { anchor } = node as { anchor?: string };
  return anchor !== undefined && shared.has(anchor);
}
