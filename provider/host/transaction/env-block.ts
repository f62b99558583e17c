import { createHash } from "node:crypto";
import { BLOCK_BEGIN, BLOCK_END } from "../../core/env-file/env-blocks";

/** A digest as the machine names "no block at all" and "no file". */
export const NO_BLOCK = "none";

/** Names of credentials by their ends: Hermes strips what is not ASCII from these (`hermes_cli/env_loader.py`, 0.19.0). */
const CREDENTIAL_NAME = /_(?:KEY|TOKEN|SECRET)$/;

/** Our block of a `.env` file, in the spelling of python-dotenv, which Hermes reads it with; empty without variables. */
export function renderEnvBlock(variables: Readonly<Record<string, string>>): string {
  const names = Object.keys(variables).sort();
  if (names.length === 0) return "";
  const lines = names.map((name) => `${name}=${spelled(variables[name] ?? "")}`);
  return `${[BLOCK_BEGIN, ...lines, BLOCK_END].join("\n")}\n`;
}

/**
 * Why a value cannot stand in a `.env` file, or `undefined` when it can. python-dotenv expands `${…}` in every
 * spelling, and its quoted strings cannot end in a backslash without running on into the next line.
 */
export function envValueProblem(name: string, value: string): string | undefined {
  if (CREDENTIAL_NAME.test(name) && /\P{ASCII}/u.test(value))
    return "has a character that is not ASCII, which Hermes strips from a credential";
  if (value.includes("${")) return "contains ${, which is expanded when Hermes reads its .env";
  if (needsQuotes(value) && value.endsWith("\\"))
    return "needs quotes and ends in a backslash, which .env cannot hold";
  return undefined;
}

function needsQuotes(value: string): boolean {
  // A control character may be a blank to Python, which strips it: U+001C to U+001F.
  return value === "" || /^['"\s\p{Cc}]|[\s\p{Cc}]$|[\s\p{Cc}]#/u.test(value);
}

/**
 * Before it reads a `.env`, Hermes mends lines that look like two (`OPENAI_API_KEY=abcOTHER_KEY=def`), and rewrites the
 * file. A blank after the first `=`, which python-dotenv skips, tells it that the line is one
 * (`hermes_cli/config.py`, 0.19.0).
 */
function spelled(value: string): string {
  return /[A-Z]=/.test(value) ? ` ${quoteEnvValue(value)}` : quoteEnvValue(value);
}

function quoteEnvValue(value: string): string {
  if (!needsQuotes(value)) return value;
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** The key block of HMAC's inner hash, as octal text for `printf %b`: the machine computes only the inner hash. */
export function innerKeyText(digestKey: string): string {
  return [...innerKey(digestKey)].map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
}

/** The inner hash that the machine finds for a block, hexadecimal; {@link NO_BLOCK} for an empty one. */
export function innerDigest(digestKey: string, block: string): string {
  if (block === "") return NO_BLOCK;
  return contentDigest(digestKey, block);
}

/** The inner hash that the machine finds for a whole file, hexadecimal; {@link NO_BLOCK} without a file. */
export function contentDigest(digestKey: string, content: string | Buffer | undefined): string {
  if (content === undefined) return NO_BLOCK;
  return createHash("sha256").update(innerKey(digestKey)).update(content).digest("hex");
}

/** HMAC with a 64-byte key: the key's hexadecimal digits are its bytes. */
function innerKey(digestKey: string): Buffer {
  return Buffer.from(Buffer.from(digestKey, "latin1").map((byte) => byte ^ 0x36));
}
