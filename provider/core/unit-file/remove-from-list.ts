import { continues } from "./parse-unit-file";
import type { DirectiveEntry, PhysicalLine, UnitEntry, UnitFile } from "./unit-file";

const COMMENT = /^[ \t]*[#;]/;

/**
 * The file without a word in a directive that is a list without quoting (`Conflicts=`, `Before=`). Every other
 * byte stays; an assignment that has no word left goes with its line, its comments stay.
 */
export function removeFromList(file: UnitFile, section: string, key: string, word: string): UnitFile {
  return {
    entries: file.entries.flatMap((entry) =>
      entry.kind === "directive" && entry.section === section && entry.key === key
        ? without(entry, word)
        : [entry],
    ),
  };
}

function without(entry: DirectiveEntry, word: string): UnitEntry[] {
  const words = entry.value.split(/[ \t\n\r]+/).filter((each) => each !== "");
  if (!words.includes(word)) return [entry];
  const left = words.filter((each) => each !== word);
  if (left.length === 0) {
    return entry.lines
      .filter((line) => COMMENT.test(line.text))
      .map((line) => ({ kind: "other", lines: [line] }));
  }
  const lines = entry.lines.map((line, i) =>
    COMMENT.test(line.text) ? line : lineWithout(line, i === 0, word),
  );
  return [{ ...entry, lines, value: left.join(" ") }];
}

/** A line of the assignment without the word. Words never cross lines: a continuation is a blank. */
function lineWithout(line: PhysicalLine, first: boolean, word: string): PhysicalLine {
  const start = first ? line.text.indexOf("=") + 1 : 0;
  const end = continues(line.text) ? line.text.length - 1 : line.text.length;
  const kept: string[] = [];
  // each piece is a word with the blanks before it
  for (const piece of line.text.slice(start, end).match(/[ \t]*[^ \t]+/g) ?? []) {
    if (piece.trimStart() !== word) kept.push(piece);
  }
  const [, leading = ""] = /^([ \t]*)/.exec(line.text.slice(start, end)) ?? [];
  const [trailing = ""] = /[ \t]*$/.exec(line.text.slice(start, end)) ?? [];
  const body = first ? leading + kept.join("").trimStart() : kept.join("");
  return { text: line.text.slice(0, start) + body + trailing + line.text.slice(end), end: line.end };
}
