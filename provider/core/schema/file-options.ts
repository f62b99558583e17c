import { z } from "zod";
import { checkConfig } from "../config-file/check-config";
import type { Config } from "../config-file/config";
import { says } from "../rules/says";

/** Most bytes of all that is declared for one file: a state keeps 16 KiB of a gateway. */
const MOST_BYTES = 8192;

/** Settings for a file of YAML, as they are declared. */
export const configOption = z.record(z.string(), z.unknown()).superRefine((config, context) => {
  const problems = plainProblems(config, []);
  if (problems.length === 0) {
    for (const { keys, message, remedy } of checkConfig(config as Config)) {
      context.addIssue({ code: "custom", message: says(message, remedy), path: [...keys] });
    }
  }
  for (const { path, message } of problems) context.addIssue({ code: "custom", message, path });
  const size = problems.length === 0 ? sizeOf(JSON.stringify(config)) : undefined;
  if (size) context.addIssue({ code: "custom", message: size });
});

/** The text of a whole file. */
export const soulOption = z.string().superRefine((text, context) => {
  const message =
    text === ""
      ? says("is empty text", "write the persona, or leave the option out")
      : text.isWellFormed()
        ? sizeOf(text)
        : says("holds half of a character (a lone surrogate)", "write the whole character");
  if (message) context.addIssue({ code: "custom", message });
});

function sizeOf(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MOST_BYTES) return undefined;
  return says(`has ${bytes} bytes, and the state takes ${MOST_BYTES}`, "declare less of it here");
}

/** What no YAML of a program, and what JSON cannot carry. */
function plainProblems(value: unknown, path: PropertyKey[]): { path: PropertyKey[]; message: string }[] {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => plainProblems(item, [...path, i]));
  if (typeof value === "object" && [null, Object.prototype].includes(Object.getPrototypeOf(value))) {
    return Object.entries(value).flatMap(([key, inner]) => plainProblems(inner, [...path, key]));
  }
  return [
    {
      path,
      message: says(
        "is no value for a file of YAML",
        "write text, a number, true, false, null, a list or keys with values",
      ),
    },
  ];
}
