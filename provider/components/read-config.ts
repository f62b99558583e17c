import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";

export type Fields = Readonly<Record<string, unknown>>;

/** The map of a file of YAML, or what is wrong with it; `undefined`: there is no such file. */
export function readConfig(path: string): Fields | string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? undefined : `cannot be read: ${code}`;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    return `is no YAML at line ${line}, column ${col}`;
  }
  try {
    const config: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
    return isMap(config) ? config : "holds no set of keys";
  } catch {
    return "has an alias that leads nowhere or expands without end";
  }
}

/** Only plain objects: an Output is left as it is, for the schema to refuse. */
export function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
