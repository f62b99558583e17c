import { shownLine } from "../core/host-text";

/** What stands in a text where a secret was. */
const REDACTED = "[secret]";

/** Shorter values would tear ordinary words apart. */
const SHORTEST_SECRET = 4;
/** Shorter lines of a key, such as its last one, are also found as a part of the whole value. */
const SHORTEST_LINE = 16;

/**
 * Makes a function that replaces every occurrence of every secret by `[secret]`: the value itself, as JSON text, as
 * base64 and as URL text, and for a value of several lines each line of 16 characters or more. Values below 4
 * characters are left alone. Used on errors, progress and journal lines before anybody reads them.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.flatMap(formsOf).filter((form) => form.length >= SHORTEST_SECRET));
  if (forms.size === 0) return (text) => text;
  return (text) => cover(text, forms);
}

/** Replaces the found places; places that overlap become one, so that no rest of a secret stays. */
function cover(text: string, forms: ReadonlySet<string>): string {
  const places = [...forms].flatMap((form) => findAll(text, form)).sort((a, b) => a.start - b.start);
  let result = "";
  let end = 0;
  for (const place of places) {
    if (place.start >= end) result += text.slice(end, place.start) + REDACTED;
    end = Math.max(end, place.end);
  }
  return result + text.slice(end);
}

function findAll(text: string, form: string): { start: number; end: number }[] {
  const places = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    places.push({ start, end: start + form.length });
  }
  return places;
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  const values = [
    secret,
    secret.trim(),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
  ];
  return values.filter((value) => value.length >= SHORTEST_SECRET).flatMap(encodingsOf);
}

function encodingsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString("base64");
  return [
    value,
    // as a text is shown that holds what cannot be seen
    shownLine(value),
    JSON.stringify(value).slice(1, -1),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(value).toString("base64url"),
    encodeURIComponent(Buffer.from(value).toString()),
  ];
}
