import { readFileSync } from "node:fs";
import { readConfigFile } from "../core/config-file/config-file";
import { configOf } from "../core/config-file/config-value";
import type { Problem } from "../core/problem";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The map of a config.yaml or profile.yaml, as Hermes reads it, or what is wrong with it; `undefined`: there is no such
 * file. No text of the file enters what is said.
 */
export function readConfig(path: string): Fields | string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? undefined : `cannot be read: ${code}`;
  }
  const text = utf8(bytes);
  if (text === undefined) return "is no UTF-8";
  const file = readConfigFile(text);
  const read = "message" in file ? { problem: file } : configOf(file);
  return "problem" in read ? complaint(read.problem) : read.config;
}

/** The place last, so that it can follow the name of the file. */
function complaint({ message, remedy }: Problem): string {
  const [, place, what = ""] = /^(line \d+, column \d+): (.*)$/s.exec(message) ?? [];
  if (place === undefined) return message;
  if (what === "is no YAML") return `${what} at ${place}`;
  return what.startsWith("the file ") ? what.slice("the file ".length) : `${what} at ${place} (${remedy})`;
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Only plain objects: an Output is left as it is, for the schema to refuse. */
export function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
