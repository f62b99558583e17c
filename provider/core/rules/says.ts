import { type Problem, problemAt } from "../problem";
import { looksSecret } from "./looks-secret";

/**
 * The text of a schema's complaint: what is wrong on the first line, what to write instead on the second. Zod has
 * one text for an issue; {@link problemFrom} takes the two apart again.
 */
export function says(message: string, remedy: string): string {
  return `${message}\n${remedy}`;
}

/** A complaint as a problem at its place. */
export function problemFrom(path: readonly PropertyKey[], complaint: string): Problem {
  const [message = "", ...remedy] = complaint.split("\n");
  return problemAt(path, message, remedy.join(" "));
}

/**
 * A value as it stands in messages: JSON, cut after 60 characters. What looks like a credential is described, because a
 * secret in the wrong place is a common mistake, and so is everything that has keys of its own.
 */
export function shown(value: unknown): string {
  if (typeof value === "string" && looksSecret(value)) return `a text of ${value.length} characters`;
  if (Array.isArray(value) && !value.every(isPlainItem)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return "a set of keys";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function isPlainItem(item: unknown): boolean {
  return typeof item === "string" ? !looksSecret(item) : typeof item !== "object" || item === null;
}
