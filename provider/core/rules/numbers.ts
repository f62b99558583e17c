import { z } from "zod";
import { says, shown } from "./says";

/** One year; longer spans are mistakes, and numbers of this size never print with an exponent. */
const LONGEST_SECONDS = 31_536_000;

/** A span of time in seconds, to the millisecond, from `least` to one year. */
export function seconds(least: number) {
  return z
    .number()
    .min(least)
    .max(LONGEST_SECONDS)
    .refine((value) => Math.abs(Math.round(value * 1000) / 1000 - value) < 1e-9, {
      error: (issue) =>
        says(`${shown(issue.input)} is finer than a millisecond`, "write at most three decimals"),
    });
}

/** A span of seconds as it stands in a unit: `5`, `0.3`. */
export function secondsText(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** Exit status 0 to 255, or the name of a signal or of an exit status as systemd spells it. */
export function exitStatus() {
  return z.union([z.int().min(0).max(255), z.string().regex(EXIT_STATUS_TEXT)], {
    error: (issue) =>
      says(
        `${shown(issue.input)} is not an exit status`,
        'write a number from 0 to 255, or a name such as "SIGKILL" or "TEMPFAIL"',
      ),
  });
}

/** An exit status as text: `75`, `SIGKILL`, `TEMPFAIL`. */
export const EXIT_STATUS_TEXT = /^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]|[A-Z][A-Z0-9_+-]*)$/;
