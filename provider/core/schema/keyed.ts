import { z } from "zod";
import type { NameRule } from "../rules/names";
import { says } from "../rules/says";
import { shownKey } from "../rules/shown-key";

export interface KeyRule {
  /** What is wrong with a key, from `says`, or `undefined`. */
  readonly complaint: (key: string) => string | undefined;
  /** The same rule for editors, as far as a pattern can tell it. */
  readonly pattern: RegExp;
  /** The complaint about no key at all; left out: none is needed. */
  readonly empty?: { readonly message: string; readonly remedy: string };
}

/**
 * An object with keys that the user chooses. Unlike a record of zod it checks the values of keys that are wrong
 * themselves, so that all problems show at once.
 */
export function keyed<Value extends z.ZodType>(value: Value, rule: KeyRule) {
  const least = rule.empty === undefined ? {} : { minProperties: 1 };
  return z
    .record(z.string(), value)
    .superRefine(
      (record, context) => {
        const keys = Object.keys(record);
        for (const key of keys) {
          const message = rule.complaint(key);
          if (message !== undefined) context.addIssue({ code: "custom", message, path: [key] });
        }
        if (keys.length === 0 && rule.empty !== undefined) {
          context.addIssue({ code: "custom", message: says(rule.empty.message, rule.empty.remedy) });
        }
      },
      // also when a value below is wrong; not when this is no object
      {
        when: (payload) =>
          typeof payload.value === "object" && payload.value !== null && !Array.isArray(payload.value),
      },
    )
    .meta({ propertyNames: { pattern: rule.pattern.source }, ...least });
}

/** A rule that is a pattern alone. @param secretValues whether the values may be secret, so that a key may hold one too */
export function matching(
  { pattern, what, remedy }: NameRule,
  secretValues: "secret values" | undefined = undefined,
): KeyRule {
  return {
    pattern,
    complaint: (key) =>
      pattern.test(key)
        ? undefined
        : says(`${JSON.stringify(shownKey(key, secretValues !== undefined))} is not ${what}`, remedy),
  };
}
