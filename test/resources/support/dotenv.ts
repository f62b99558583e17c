/** What Python's `\s` matches in a text; JavaScript's lacks the separators U+001C to U+001F and U+0085. */
const BLANK = "[\\s\\u001c-\\u001f\\u0085]";
const INNER_BLANK = `(?:(?![\\r\\n])${BLANK})`;

/**
 * Reads a `.env` file by the grammar of python-dotenv (parser.py: regular expressions and order of reading kept), for
 * lines `NAME=value` and comments; `${…}` is left as it is. The last assignment of a name counts.
 * @throws Error at a line that python-dotenv would skip with a warning
 */
export function readDotenv(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  let at = 0;
  const take = (pattern: string): string[] => {
    const match = new RegExp(pattern, "y");
    match.lastIndex = at;
    const groups = match.exec(text);
    if (!groups) throw new Error(`python-dotenv cannot read ${JSON.stringify(text.slice(at, at + 40))}`);
    at = match.lastIndex;
    return [...groups];
  };
  for (;;) {
    take(`${BLANK}*`);
    if (at >= text.length) return found;
    if (text[at] === "#") {
      take(`#[^\\r\\n]*(?:\\r\\n|\\n|\\r|$)`);
      continue;
    }
    const [, name = ""] = take(`([^=#\\s]+)`);
    take(`${INNER_BLANK}*`);
    take(`=${INNER_BLANK}*`);
    found[name] = readValue(text[at], take);
    take(`(?:${INNER_BLANK}*#[^\\r\\n]*)?`);
    take(`${INNER_BLANK}*(?:\\r\\n|\\n|\\r|$)`);
  }
}

function readValue(first: string | undefined, take: (pattern: string) => string[]): string {
  if (first === "'") {
    const [, inner = ""] = take("'((?:\\\\'|[^'])*)'");
    return inner.replace(/\\[\\']/g, (pair) => pair.slice(1));
  }
  if (first === '"') {
    const [, inner = ""] = take('"((?:\\\\"|[^"])*)"');
    if (/\\[\\'"abfnrtv]/.test(inner)) throw new Error("escapes in double quotes are not ours");
    return inner;
  }
  if (first === undefined || first === "\n" || first === "\r") return "";
  const [, raw = ""] = take("([^\\r\\n]*)");
  return raw.replace(new RegExp(`${BLANK}+#.*`, "s"), "").replace(new RegExp(`${BLANK}+$`), "");
}
