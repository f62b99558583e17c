/** The variables of a `.env` file, or what is wrong with it: places, never values. */
export interface ParsedEnvFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly complaints: readonly string[];
}

/** What Python takes for a blank inside of a line. */
const BLANK =
  "[\\t\\v\\f \\u001c-\\u001f\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

const OUTER = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
const NAME = new RegExp(`^(export${BLANK}+)?([A-Za-z_][A-Za-z0-9_]*)${BLANK}*=(${BLANK}*)([^]*)$`);
const COMMENT = new RegExp(`${BLANK}+#[^]*$`);
const STRUCTURED = new RegExp(`://|[?&]|${BLANK}`);
const REST = new RegExp(`^${BLANK}*(?:#[^]*)?$`);

/**
 * Reads a `.env` file as Hermes does at its start (`hermes_cli/env_loader.py`, 0.19.0, with python-dotenv), as far as it
 * is plain: one variable a line, `export` and comments allowed, quoted or not. What would be read in another way than it
 * looks is a complaint.
 */
export function parseEnvFile(text: string): ParsedEnvFile {
  const variables = new Map<string, string>();
  const complaints: string[] = [];
  const marked = text.startsWith("\ufeff");
  (marked ? text.slice(1) : text).split(/\r\n|\n|\r/).forEach((line, index) => {
    const at = `line ${index + 1}`;
    const trimmed = line.replace(OUTER, "");
    if (trimmed === "" || trimmed.startsWith("#")) return;
    const [, exported, name, gap = "", written = ""] = NAME.exec(trimmed) ?? [];
    // python-dotenv takes the word for the one before a name
    if (name === undefined || name === "export") {
      complaints.push(`${at} is no NAME=value`);
      return;
    }
    const value = readValue(written);
    if (value === undefined) complaints.push(`${at}: the quoted value of ${name} does not end on it`);
    else if (variables.has(name)) complaints.push(`${at}: ${name} stands there twice`);
    else if (marked && index === 0)
      complaints.push(`${at}: Hermes takes the byte order mark before ${name} for a part of the name`);
    else if (exported === undefined && gap === "" && looksLikeTwo(name, written))
      complaints.push(
        `${at}: Hermes may take the value of ${name} for two variables; put a blank behind its =`,
      );
    else variables.set(name, value);
  });
  return { variables: Object.fromEntries(variables), complaints };
}

/**
 * Whether Hermes could divide a line, which it does before a name that it knows (`_sanitize_env_lines`): all that it
 * knows have an underscore. It leaves values with blanks and signs of URLs before that name alone.
 */
function looksLikeTwo(name: string, written: string): boolean {
  if (!name.includes("_")) return false;
  const [first] = /^[\s\S]*?(?=[A-Z][A-Z0-9]*_[A-Z0-9_]*=)/.exec(written) ?? [];
  return first !== undefined && !STRUCTURED.test(first);
}

/** What stands behind the `=`; nothing where a quote does not end. */
function readValue(written: string): string | undefined {
  const quote = written[0];
  if (quote !== "'" && quote !== '"') return written.replace(COMMENT, "").replace(OUTER, "");
  const quoted = quote === "'" ? /^'((?:\\'|[^'])*)'/ : /^"((?:\\"|[^"])*)"/;
  const [whole = "", inner] = quoted.exec(written) ?? [];
  if (inner === undefined || !REST.test(written.slice(whole.length))) return undefined;
  if (quote === "'") return inner.replace(/\\([\\'])/g, "$1");
  return inner.replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
