import { z } from "zod";
import { unrepresentableIn } from "../unit-file/representable";
import { says, shown } from "./says";

/**
 * The longest text for one argument, variable or directive. Linux takes 131,072 bytes for one argument or
 * variable; a UTF-16 unit needs three at most.
 */
const LONGEST_TEXT = 32_768;

/** One word of a command line or the value of a variable: anything that quoting can carry through a unit. */
export function wordText() {
  return z.string().check(z.superRefine((value, context) => report(wordComplaint(value), context)));
}

/** A text that enters a unit on a line of its own: representable, one line, at most 32,768 characters. */
export function lineText() {
  return z.string().check(z.superRefine((value, context) => report(lineComplaint(value), context)));
}

/** Text matching a pattern; the complaint shows the value and says `is not <what>`. */
export function patternText(pattern: RegExp, what: string, remedy: string) {
  return z
    .string()
    .regex(pattern, { error: (issue) => says(`${shown(issue.input)} is not ${what}`, remedy) });
}

/** What makes a text unfit to be one line of a unit as it is, or `undefined`. */
export function lineComplaint(value: string): string | undefined {
  const basic = wordComplaint(value) ?? lineBreakComplaint(value);
  if (basic !== undefined) return basic;
  if (/[^\P{Control}\t]/u.test(value)) return says("has a control character", "leave the character out");
  if (value.endsWith("\\")) {
    return says("ends in a backslash, which would join the next line to it", "leave the last backslash out");
  }
  if (/^[ \t]|[ \t]$/.test(value)) {
    return says("begins or ends with a blank, which systemd would drop", "leave the outer blanks out");
  }
  return undefined;
}

/** The complaint about a line break (systemd's own, and those that YAML, editors and terminals obey), or `undefined`. */
export function lineBreakComplaint(value: string): string | undefined {
  if (!/[\n\r\v\f\u0085\u2028\u2029]/.test(value)) return undefined;
  return says("has a line break, which would begin another directive", "write it on one line");
}

/** What makes a text unfit to be one quoted word of a unit, or `undefined`. */
export function wordComplaint(value: string): string | undefined {
  const bad = unrepresentableIn(value);
  if (bad !== undefined)
    return says(`has the character ${bad}, which no unit file can carry`, "leave the character out");
  if (value.length > LONGEST_TEXT) {
    return says(`is ${value.length} characters long`, `shorten it to at most ${LONGEST_TEXT} characters`);
  }
  return undefined;
}

function report(complaint: string | undefined, context: z.core.$RefinementCtx<string>): void {
  if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
}

/** One word of a command line or the value of a variable, on one line. */
export function oneLineWord() {
  return z
    .string()
    .check(
      z.superRefine((value, context) => report(wordComplaint(value) ?? lineBreakComplaint(value), context)),
    );
}
