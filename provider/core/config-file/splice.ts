/** A part of a text and what stands there instead. */
export interface Splice {
  /** First character that goes. */
  readonly start: number;
  /** First character that stays; equal to `start`: nothing goes. */
  readonly end: number;
  readonly text: string;
}

/** Makes all changes, none of which overlap. Of several insertions at one place the first stands first. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: instead } of ordered) {
    result += text.slice(at, start) + instead;
    at = end;
  }
  return result + text.slice(at);
}

/** Removes whole lines. A text whose last line has no end is such a text still. */
export function removeLines(text: string, lines: readonly Splice[]): string {
  const result = applySplices(text, lines);
  return endsInLineEnd(text) ? result : result.replace(/\r?\n$/, "");
}

/** Puts whole lines before the line that begins at `at`, which may be the end of a text without a last line end. */
export function insertLines(text: string, at: number, lines: string, newline: string): Splice {
  const bare = at === text.length && !endsInLineEnd(text);
  return { start: at, end: at, text: bare ? newline + lines.slice(0, -newline.length) : lines };
}

/** Where the line begins in which something stands; a byte order mark is before the first line. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** Where the next line begins after something that ends at `offset`. */
export function nextLine(text: string, offset: number): number {
  // a block scalar ends behind its last line end
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** The line end of the first line; LF where there is none. */
export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Whether a line put behind a text would begin a line. */
export function endsInLineEnd(text: string): boolean {
  return text === "" || text === "\ufeff" || text.endsWith("\n");
}

/** Whether empty lines that hold blanks come next: behind a literal block they could be a part of it. */
export function hasBlanksBehind(text: string, at: number): boolean {
  const [spaces = ""] = /^\s*/.exec(text.slice(at)) ?? [];
  return /[ \t]\r?\n/.test(spaces) || (spaces.length === text.length - at && /[ \t]$/.test(spaces));
}
