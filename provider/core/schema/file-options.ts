import { z } from "zod";
import { checkConfig } from "../config-file/check-config";
import type { Config } from "../config-file/config";
import { says } from "../rules/says";

/** Most bytes of all that is declared for the files of a home: a state keeps 16 KiB of a gateway, encrypted. */
const MOST_BYTES = 8192;

/** The same with the paths and digests of its skills. */
const MOST_BYTES_WITH_SKILLS = 12_288;

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
  const bytes = bytesOf(typeof soul === "string" ? soul : "") + bytesOf(jsonOf(config));
  if (bytes <= MOST_BYTES) return undefined;
  return says(
    `has, with config, ${bytes} bytes, and the state takes ${MOST_BYTES} of both`,
    "declare less of it here",
  );
}

/** The same with the files of its skills. */
export function skillsSizeComplaint(declared: {
  config?: unknown;
  soul?: unknown;
  skills: unknown;
}): string | undefined {
  const { config, soul, skills } = declared;
  const own = bytesOf(jsonOf(skills));
  const bytes = bytesOf(typeof soul === "string" ? soul : "") + bytesOf(jsonOf(config)) + own;
  if (bytes <= MOST_BYTES_WITH_SKILLS) return undefined;
  return says(
    `has paths and digests of ${own} bytes, ${bytes} with config and soul, and the state takes ${MOST_BYTES_WITH_SKILLS} of all`,
    "keep fewer files there, or shorter paths",
  );
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
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
