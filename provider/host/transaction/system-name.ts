/**
 * The name of an operating system for people, from its `/etc/os-release`; empty when it has none, or one with control
 * characters. Shell assignments, os-release(5): the last one of a name counts, quotes may stand around a value, and in
 * double quotes or without any a backslash stands before what is taken as it is.
 */
export function systemName(osRelease: Buffer | undefined): string {
  const values = new Map<string, string>();
  for (const line of (osRelease?.toString("utf8") ?? "").slice(0, LONGEST).split("\n")) {
    const [, name, text] = /^\s*(PRETTY_NAME|NAME)=(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) values.set(name, unquoted(text));
  }
  const name = values.get("PRETTY_NAME") || values.get("NAME") || "";
  return /\p{Cc}/u.test(name) ? "" : name;
}

/** A real one is some hundred bytes. */
const LONGEST = 16_384;

function unquoted(text: string): string {
  const single = /^'([^']*)'$/.exec(text);
  if (single) return single[1] ?? "";
  return text.replace(/^"(.*)"$/, "$1").replaceAll(/\\(.)/g, "$1");
}
