import { createHash } from "node:crypto";
import { hasLineEnd, spellValue } from "../../core/env-file/spell-value";

const BEGIN = "# >>> hermes-fleet: what stands between these two lines is kept by hermes-fleet >>>";
const END = "# <<< hermes-fleet <<<";

/** A digest as the machine names "no block at all" and "no file". */
export const NO_BLOCK = "none";

/** Names of credentials by their ends: Hermes strips what is not ASCII from these (`hermes_cli/env_loader.py`, 0.19.0). */
const CREDENTIAL_NAME = /_(?:KEY|TOKEN|SECRET)$/;

/** Our block of a `.env` file, in a spelling that all of Hermes' readers take alike; empty without variables. */
export function renderEnvBlock(variables: Readonly<Record<string, string>>): string {
  const names = Object.keys(variables).sort();
  if (names.length === 0) return "";
  const lines = names.map((name) => `${name}=${spelled(variables[name] ?? "")}`);
  return `${[BEGIN, ...lines, END].join("\n")}\n`;
}

/**
 * Why a value cannot stand in a `.env` file, or `undefined` when it can. python-dotenv expands `${…}` in every
 * spelling, and its quoted strings cannot end in a backslash without running on into the next line.
 */
export function envValueProblem(name: string, value: string): string | undefined {
  if (CREDENTIAL_NAME.test(name) && /\P{ASCII}/u.test(value))
    return "has a character that is not ASCII, which Hermes strips from a credential";
  if (value.includes("${")) return "contains ${, which is expanded when Hermes reads its .env";
  if (hasLineEnd(value))
    return "has a character that one of Hermes' readers of .env takes for the end of the line";
  if (spellValue(value) !== undefined) return undefined;
  if (value.endsWith("\\")) return "needs quotes and ends in a backslash, which .env cannot hold";
  return "needs quotes, and has quotes or backslashes inside, which Hermes' readers of .env take differently";
}

/**
 * Before it reads a `.env`, Hermes mends lines that look like two (`OPENAI_API_KEY=abcOTHER_KEY=def`), and rewrites the
 * file. A blank after the first `=`, which all readers skip, tells it that the line is one (`hermes_cli/config.py`,
 * 0.19.0).
 */
function spelled(value: string): string {
  const spelling = spellValue(value) ?? asBefore(value);
  return /[A-Z]=/.test(value) ? ` ${spelling}` : spelling;
}

/** As python-dotenv alone reads it: blocks that an older version wrote, of values that are refused now. */
function asBefore(value: string): string {
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
