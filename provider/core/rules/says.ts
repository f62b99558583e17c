import { type Problem, problemAt } from "../problem";

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

/** A value as it stands in messages: JSON, cut after 60 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
