import { isWritten, WRITTEN, type WrittenScalar } from "./config";
import { readPlain } from "./plain-scalar";

/** Where a scalar is to stand. */
export interface ScalarPlace {
  /** Inside `{…}` or `[…]`, where a comma or a colon in a word has a meaning. */
  readonly flow: boolean;
  /** As in JSON: every text in double quotes. */
  readonly quoted: boolean;
}

/**
 * A scalar on one line, such that YAML 1.1, with which Hermes reads, and YAML 1.2 take it for the same value. Texts
 * stand without quotes only where no reader sees anything else in them.
 */
export function renderScalar(
  value: string | number | boolean | null | WrittenScalar,
  place: ScalarPlace,
): string {
  if (isWritten(value)) return value[WRITTEN];
  if (typeof value === "number") return renderNumber(value);
  if (typeof value !== "string") return String(value);
  return !place.quoted && isPlain(value, place.flow) ? value : quote(value);
}

/** A text in double quotes. What PyYAML refuses or takes for the end of a line is escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(NOT_AS_IT_IS, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

const NOT_AS_IT_IS = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** YAML 1.1 wants a point in what has an exponent: `1e-7` is a text to PyYAML. */
function renderNumber(value: number): string {
  return String(value).replace(/^(-?\d)e/, "$1.0e");
}

/** Words of harmless characters, one blank between them; a colon only where it belongs to a word and outside of flow. */
const BLOCK_WORDS = /^[A-Za-z0-9_./][\w./@+=:-]*(?: [A-Za-z0-9_./][\w./@+=:-]*)*$/;
const FLOW_WORDS = /^[A-Za-z0-9_./][\w./@+=-]*(?: [A-Za-z0-9_./][\w./@+=-]*)*$/;

/** Numbers that YAML 1.2 knows and 1.1 does not. */
const NUMBER_OF_1_2 = /^(?:0o[0-7]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;

function isPlain(text: string, flow: boolean): boolean {
  return (
    (flow ? FLOW_WORDS : BLOCK_WORDS).test(text) &&
    !/:(?: |$)/.test(text) &&
    !/^(?:\.\.\.|[yYnN]$)/.test(text) &&
    !NUMBER_OF_1_2.test(text) &&
    readPlain(text).kind === "string"
  );
}
