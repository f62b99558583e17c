import { z } from "zod";
import { checkConfig } from "../config-file/check-config";
import type { Config } from "../config-file/config";
import { says } from "../rules/says";

/** Most bytes of all that is declared for the files of a home: a state keeps 16 KiB of a gateway, encrypted. */
const MOST_BYTES = 8192;

/** Settings for a file of YAML, as they are declared. */
export const configOption = z.record(z.string(), z.unknown()).superRefine((config, context) => {
  const unfit = plainProblems(config, []);
  for (const { path, message } of unfit) context.addIssue({ code: "custom", message, path });
  if (unfit.length > 0) return;
  for (const { keys, message, remedy } of checkConfig(config as Config)) {
    context.addIssue({ code: "custom", message: says(message, remedy), path: [...keys] });
  }
});

/** The text of a whole file. */
export const soulOption = z.string().superRefine((text, context) => {
  const message =
    text === ""
      ? says("is empty text", "write the persona, or leave the option out")
      : text.isWellFormed()
        ? undefined
        : says("holds half of a character (a lone surrogate)", "write the whole character");
  if (message) context.addIssue({ code: "custom", message });
});

/** What is wrong with all that is declared for the files of one home together, message and remedy in two lines. */
export function sizeComplaint({ config, soul }: { config?: unknown; soul?: unknown }): string | undefined {
  const texts = [typeof soul === "string" ? soul : "", jsonOf(config)];
  const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
  if (bytes <= MOST_BYTES) return undefined;
  return says(
    `has, with config, ${bytes} bytes, and the state takes ${MOST_BYTES} of both`,
    "declare less of it here",
  );
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
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
