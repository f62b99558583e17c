import { type Document, isPair, type Node, parseDocument, visit } from "yaml";

/**
 * A text with the line ends that Hermes' reader sees: a lone CR is one (Python opens the file as text) and so are U+0085,
 * U+2028 and U+2029, all as LF. Inside of quotes the first two are the blank that PyYAML makes of them, and the others
 * stay, as PyYAML keeps them. Every character stays at its place.
 */
export function withLineFeeds(written: string): string {
  if (!OTHER_BREAK.test(written)) return written;
  const plain = written.replace(OTHER_BREAKS, (character) => (character < "\u2028" ? " " : character));
  const document = parseDocument(plain, { logLevel: "silent", schema: "failsafe", uniqueKeys: false });
  const quoted = scalarsOf(document).filter((scalar) => scalar.quoted);
  return written.replace(OTHER_BREAKS, (character, at: number) => {
    if (!quoted.some(({ start, end }) => start < at && at < end)) return "\n";
    return character < "\u2028" ? " " : character;
  });
}

/**
 * Where a text has a line end that means something else to PyYAML than to our reader: U+2028 and U+2029 in a text without
 * quotes, and any other than LF in quotes that has blanks or line ends beside it, which it takes along, or is in a key.
 */
export function uncertainBreak(written: string, text: string, document: Document.Parsed): number | undefined {
  if (text === written && !OTHER_BREAK.test(written)) return undefined;
  const scalars = scalarsOf(document);
  for (const { index, 0: character } of written.matchAll(OTHER_BREAKS)) {
    const around = scalars.find(({ start, end }) => start <= index && index < end);
    if (text[index] === "\n") {
      if (around !== undefined && character >= "\u2028") return index;
      continue;
    }
    const ends = BESIDE.test(written[index - 1] ?? "") || BESIDE.test(written[index + 1] ?? "");
    const isEnd = /^(?:---|\.\.\.)/.test(written.slice(index + 1));
    if (around === undefined || !around.quoted || around.isKey || ends || isEnd) return index;
  }
  return undefined;
}

const OTHER_BREAK = /\r(?!\n)|[\x85\u2028\u2029]/;
const OTHER_BREAKS = new RegExp(OTHER_BREAK, "g");

/** What is taken along with a line end, or escapes it. */
const BESIDE = /[ \t\r\n\x85\u2028\u2029\\]/;

interface PlacedScalar {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** It is a key, or stands in one. */
  readonly isKey: boolean;
}

function scalarsOf(document: Document.Parsed): PlacedScalar[] {
  const found: PlacedScalar[] = [];
  visit(document, {
    Scalar: (key, scalar, path) => {
      const within = path.some(
        (outer, i) => isPair(outer) && outer.key === (path[i + 1] as Node | undefined),
      );
      const [start, end] = scalar.range ?? [0, 0];
      const quoted = scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE";
      found.push({ start, end, quoted, isKey: key === "key" || within });
    },
  });
  return found;
}
