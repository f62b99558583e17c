/** The variables of a `.env` file, or what is wrong with it: places, never values. */
export interface ParsedEnvFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly complaints: readonly string[];
}

const NAME = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)$/;

/**
 * Reads a `.env` file as python-dotenv does, which Hermes uses, as far as it is plain: one variable a line, `export` and
 * comments allowed, quoted or not. What would be read in another way than it looks is a complaint.
 */
export function parseEnvFile(text: string): ParsedEnvFile {
  const variables = new Map<string, string>();
  const complaints: string[] = [];
  text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      const at = `line ${index + 1}`;
      const trimmed = line.trim();
      if (trimmed === "" || trimmed.startsWith("#")) return;
      const [, name, written = ""] = NAME.exec(trimmed) ?? [];
      if (name === undefined) {
        complaints.push(`${at} is no NAME=value`);
        return;
      }
      const value = readValue(written);
      if (value === undefined) complaints.push(`${at}: the quoted value of ${name} does not end on it`);
      else if (variables.has(name)) complaints.push(`${at}: ${name} stands there twice`);
      else variables.set(name, value);
    });
  return { variables: Object.fromEntries(variables), complaints };
}

/** What stands behind the `=`; nothing where a quote does not end. */
function readValue(written: string): string | undefined {
  const quote = written[0];
  if (quote !== "'" && quote !== '"') return written.replace(/[ \t]+#.*$/, "").trimEnd();
  const quoted = quote === "'" ? /^'((?:\\'|[^'])*)'/ : /^"((?:\\"|[^"])*)"/;
  const [whole = "", inner] = quoted.exec(written) ?? [];
  if (inner === undefined || !/^[ \t]*(?:#.*)?$/.test(written.slice(whole.length))) return undefined;
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
