import { readFileSync } from "node:fs";
import { LineCounter } from "yaml";
import { parseWithinBudget, repeatedKey } from "../core/yaml-budget";

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
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const { document, over } = parseWithinBudget(text, { lineCounter: lines, prettyErrors: false });
  if (document === undefined) return `is too much to read: ${over.what}`;
  const wrong = document.errors[0]?.pos[0] ?? (over ? undefined : repeatedKey(document));
  if (wrong !== undefined) return `is no YAML at ${place(wrong)}`;
  if (over) return `is too much to read, at ${place(over.offset)}: ${over.what}`;
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
