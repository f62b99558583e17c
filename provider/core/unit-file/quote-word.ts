import { unrepresentableIn } from "./representable";
import { UnitValueError } from "./unit-value-error";
import type { WordSyntax } from "./word-syntax";

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "%": "%%",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
};

/**
 * One word of a unit file's value, quoted so that systemd reads back exactly `value`: double quotes, C escapes,
 * `%%` against specifiers and, in command lines, `$$` against variables. Proven against real processes.
 * @throws UnitValueError for NUL, lone surrogates and noncharacters, which no unit can carry.
 */
export function quoteWord(value: string, syntax: WordSyntax): string {
  const bad = unrepresentableIn(value);
  if (bad !== undefined) {
    throw new UnitValueError(`a unit file cannot carry the character ${bad}`, "leave the character out");
  }
  const quoted = value.replace(/[\\"%\p{Control}]/gu, (c) => NAMED_ESCAPES[c] ?? hexEscape(c));
  return `"${syntax.exec ? quoted.replaceAll("$", "$$$$") : quoted}"`;
}

/** Words of a command line: those made of harmless characters stay bare, so that the line reads well; others are quoted. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (HARMLESS.test(word) ? word : quoteWord(word, { exec: true }))).join(" ");
}

/** Nothing in here means anything to systemd's word splitting, specifiers or variables. */
const HARMLESS = /^[A-Za-z0-9_./:=@,+-]+$/;

/** `\xNN` is one byte, so the control characters beyond ASCII, two bytes in UTF-8, stand as they are. */
function hexEscape(character: string): string {
  const code = character.charCodeAt(0);
  return code > 0x7f ? character : `\\x${code.toString(16).padStart(2, "0")}`;
}
