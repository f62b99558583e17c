import type { z } from "zod";
import { type Problem, problemAt } from "../problem";
import { nearest } from "./nearest";
import { problemFrom, shown } from "./says";

/** All problems that a schema found, in the schema's order, each split into what is wrong and what to write. */
export function problemsOf(error: z.core.$ZodError): Problem[] {
  return error.issues.flatMap(problemsOfIssue);
}

function problemsOfIssue(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const lines = issue.message.split("\n");
    return issue.keys.map((key, i) =>
      problemAt([...issue.path, key], lines[2 * i] ?? "", lines[2 * i + 1] ?? ""),
    );
  }
  if (issue.code === "invalid_key") {
    // the key's own complaint, under the key; the key is the last part of the path
    return issue.issues.map((inner) => problemFrom(issue.path, inner.message));
  }
  if (issue.message.includes("\n")) return [problemFrom(issue.path, issue.message)];
  const [message, remedy] = builtIn(issue);
  return [problemAt(issue.path, message, remedy)];
}

/** Texts for the complaints that zod makes by itself. Wrong types never show the value: it may be a secret. */
function builtIn(issue: z.core.$ZodIssue): [message: string, remedy: string] {
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected] ?? [issue.expected, `write a value of type ${issue.expected}`];
      if (issue.input === undefined) return ["is missing", `write ${kind[0]} here`];
      return [`is ${typeName(issue.input)}, but must be ${kind[0]}`, kind[1]];
    }
    case "invalid_value": {
      const known = issue.values.map(String);
      const like = nearest(String(issue.input), known);
      const remedy = like ?? (known.length === 1 ? known.join() : `one of ${known.join(", ")}`);
      if (issue.input === undefined) return ["is missing", `write ${remedy}`];
      return [`${shown(issue.input)} is not one of ${known.join(", ")}`, `write ${remedy}`];
    }
    case "too_small":
      if (issue.origin === "array")
        return ["is an empty list", "name at least one, or leave the option out for its default"];
      if (issue.origin === "string") return ["is empty text", "write at least one character"];
      return [`${shown(issue.input)} is too small`, `write ${issue.minimum} or more`];
    case "too_big":
      return [`${shown(issue.input)} is too large`, `write ${issue.maximum} or less`];
    default:
      return [issue.message, "see the description of this option in the reference"];
  }
}

const KINDS: Readonly<Record<string, readonly [kind: string, remedy: string]>> = {
  string: ["text", "write text; in YAML put numbers, true and false in quotes"],
  number: ["a number", "write a number, without quotes"],
  int: ["a whole number", "write a whole number, without quotes"],
  boolean: ["true or false", "write true or false, without quotes"],
  array: ["a list", "write a list, for example [a, b]"],
  object: ["a set of keys", "write `key: value` lines below it"],
  record: ["a set of keys", "write `key: value` lines below it"],
};

function typeName(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : "a number with a fraction";
  if (typeof value === "boolean") return String(value);
  return typeof value === "object" ? "a set of keys" : `a ${typeof value}`;
}
