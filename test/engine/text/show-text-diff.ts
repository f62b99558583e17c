import { diffLines } from "diff";
import { line } from "./lines";

/** Unchanged lines shown before and after a change. */
const CONTEXT = 2;

/** How a text changed, line by line; blank lines are left out, and so is what is far from any change. */
export function showTextDiff(old: string, now: string, level: number): string[] {
  const chunks = diffLines(old, now).map(({ value, added, removed }) => ({
    sign: added ? ("+" as const) : removed ? ("-" as const) : ("" as const),
    lines: value.split("\n").filter((text) => text.trim() !== ""),
  }));
  return chunks.flatMap(({ sign, lines }, index) => {
    const before = index === 0 ? 0 : CONTEXT;
    const after = index === chunks.length - 1 ? 0 : CONTEXT;
    const shown = sign === "" && lines.length > before + after + 1 ? shorten(lines, before, after) : lines;
    return shown.map((text) => line(level, sign, text));
  });
}

function shorten(lines: readonly string[], before: number, after: number): string[] {
  return [...lines.slice(0, before), "...", ...lines.slice(lines.length - after)];
}
