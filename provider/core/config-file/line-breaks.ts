import { type Document, parseDocument, visit } from "yaml";

/**
 * A text with the line ends that Hermes' reader sees: a lone CR is one (Python opens the file as text) and so is U+0085,
 * both as LF. U+2028 and U+2029 are line ends that PyYAML keeps, so that they stay inside of quotes, and are LF
 * elsewhere. Every character stays at its place.
 */
export function withLineFeeds(text: string): string {
  const plain = text.replace(/\r(?!\n)|\x85/g, "\n");
  if (!/[\u2028\u2029]/.test(plain)) return plain;
  const document = parseDocument(plain, { logLevel: "silent", schema: "failsafe", uniqueKeys: false });
  const quoted = scalarsOf(document).filter(({ kept }) => kept);
  return plain.replace(/[\u2028\u2029]/g, (character, at: number) =>
    quoted.some(({ start, end }) => start < at && at < end) ? character : "\n",
  );
}

/**
 * Where a text has a U+2028 or U+2029 whose meaning to PyYAML is another than to our reader: in a key, in a text without
 * quotes, or with blanks or other line ends beside it, which it takes along.
 */
export function uncertainBreak(text: string, document: Document.Parsed): number | undefined {
  if (!/[\u2028\u2029]/.test(text)) return undefined;
  const scalars = scalarsOf(document);
  for (const { index } of text.matchAll(/[\u2028\u2029]/g)) {
    const around = scalars.find(({ start, end }) => start <= index && index < end);
    if (around === undefined) continue;
    const [before = "", after = ""] = [text[index - 1], text[index + 1]];
    const isEnd = /^(?:---|\.\.\.)/.test(text.slice(index + 1));
    if (!around.kept || isEnd || BESIDE.test(before) || BESIDE.test(after)) return index;
  }
  return undefined;
}

/** What is taken along with a line end, or escapes it. */
const BESIDE = /[ \t\r\n\x85\u2028\u2029\\]/;

interface ScalarPlace {
  readonly start: number;
  readonly end: number;
  /** In quotes, and no key: only there a line end of its own may be. */
  readonly kept: boolean;
}

function scalarsOf(document: Document.Parsed): ScalarPlace[] {
  const places: ScalarPlace[] = [];
  let keys = 0;
  const walk = (node: unknown): void => {
    visit(node as Document, {
      Pair: (_, pair) => {
        keys += 1;
        if (pair.key) walk(pair.key);
        keys -= 1;
        if (pair.value) walk(pair.value);
        return visit.SKIP;
      },
      Scalar: (_, scalar) => {
        const [start, end] = scalar.range ?? [0, 0];
        const quoted = scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE";
        places.push({ start, end, kept: quoted && keys === 0 });
      },
    });
  };
  walk(document);
  return places;
}
