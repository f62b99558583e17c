import { z } from "zod";
import { ENVIRONMENT_NAME } from "../rules/names";
import { says } from "../rules/says";
import { strict } from "../rules/strict";
import { lineBreakComplaint, wordComplaint } from "../rules/text-rules";

/** A value of a profile's `.env`: the text itself, a key of the stack's configuration, or a variable of the program. */
export type EnvValue = string | { readonly config: string } | { readonly fromEnv: string };

/**
 * What makes a text unfit for a `.env` file, message and remedy in two lines, or `undefined`. For values that are
 * known only later. Never shows the value.
 */
export function envValueComplaint(value: string): string | undefined {
  return (
    wordComplaint(value) ?? (lineBreakComplaint(value) && says("has a line break", "write it on one line"))
  );
}

/** Runtime check of an {@link EnvValue}. */
export const envValueSchema = z.union(
  [
    z.string().superRefine((value, context) => {
      const message = envValueComplaint(value);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    }),
    strict({ config: z.string().min(1) }),
    strict({ fromEnv: z.string().regex(ENVIRONMENT_NAME.pattern) }),
  ],
  {
    error: () =>
      says(
        "is no value for a .env file",
        "write text (numbers, true and false in quotes), {config: <key of the stack's configuration>} or {fromEnv: <VARIABLE>}",
      ),
  },
);
