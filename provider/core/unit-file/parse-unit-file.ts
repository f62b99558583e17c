import { physicalLines } from "./physical-lines";
import type { PhysicalLine, UnitEntry, UnitFile } from "./unit-file";

/** systemd's blanks. Not JavaScript's: a no-break space or a byte order mark is part of a value. */
const OUTER_BLANKS = /^[ \t\n\r]+|[ \t\n\r]+$/g;

/** Reads a unit file without losing a byte: `renderUnitFile(parseUnitFile(x)) === x` for every string. */
export function parseUnitFile(text: string): UnitFile {
  const entries: UnitEntry[] = [];
  let section = "";
  let pending: PhysicalLine[] = [];
  let joined = "";
  const finish = () => {
    const entry = entryOf(pending, joined, section);
    if (entry.kind === "section") section = entry.name;
    entries.push(entry);
    pending = [];
    joined = "";
  };
  for (const line of physicalLines(text)) {
    pending.push(line);
    // a comment inside a continuation is dropped and does not end it, whatever it ends in
    if (/^[ \t]*[#;]/.test(line.text)) {
      if (pending.length === 1) finish();
      continue;
    }
    const content = entries.length === 0 && pending.length === 1 ? withoutMark(line.text) : line.text;
    joined += continues(content) ? `${content.slice(0, -1)} ` : content;
    if (!continues(content)) finish();
  }
  if (pending.length > 0) finish();
  return { entries };
}

/** The text of a unit file, byte for byte. */
export function renderUnitFile(file: UnitFile): string {
  return file.entries.flatMap((entry) => entry.lines.map((line) => line.text + line.end)).join("");
}

/** An odd number of backslashes at the end joins the next line; an even number is literal backslashes. */
export function continues(text: string): boolean {
  return (/\\+$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function entryOf(lines: readonly PhysicalLine[], joined: string, section: string): UnitEntry {
  const text = joined.replace(OUTER_BLANKS, "");
  const header = /^\[([\s\S]*)\]$/.exec(text);
  if (header !== null) return { kind: "section", lines, name: header[1] ?? "" };
  const equals = text.indexOf("=");
  if (equals === -1 || text.startsWith("[")) return { kind: "other", lines };
  const key = text.slice(0, equals).replace(OUTER_BLANKS, "");
  return { kind: "directive", lines, section, key, value: text.slice(equals + 1).replace(OUTER_BLANKS, "") };
}
