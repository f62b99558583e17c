/**
 * A value as it stands behind `NAME=` in a `.env`, such that each of Hermes' readers takes it for the same text;
 * `undefined`: there is no such spelling. The readers (0.19.0): python-dotenv for the gateway's own process, `load_env`
 * of `hermes_cli/config.py` for commands and pages, `load_env_file` of `agent/secret_scope.py` for profiles that a
 * multiplexer serves. They agree on what has no quotes, and on quotes without escapes: the first one takes `\\` and
 * `\'` for escapes in single quotes, the second `\\` and `\"` in double ones, the third none.
 */
export function spellValue(value: string): string | undefined {
  if (!needsQuotes(value)) return value;
  if (!/'|\\\\|\\$/.test(value)) return `'${value}'`;
  if (!/"|\\[\\'abfnrtv]|\\$/.test(value)) return `"${value}"`;
  return undefined;
}

/** Whether a value has what `load_env_file` takes for the end of a line. */
export function hasLineEnd(value: string): boolean {
  return [...value].some((character) => LINE_ENDS.includes(character));
}

const LINE_ENDS = "\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029";

function needsQuotes(value: string): boolean {
  // A control character may be a blank to Python, which strips it: U+001C to U+001F.
  return value === "" || /^['"\s\p{Cc}]|[\s\p{Cc}]$|[\s\p{Cc}]#/u.test(value);
}
