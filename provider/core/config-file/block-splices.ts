import type { CST } from "yaml";
import type { ConfigValue } from "./config";
import { type BlockStyle, renderInline, renderLines, renderValue } from "./render-config";
import { lineStart, nextLine, type Splice } from "./splice";
import { colonEnd, type Entry, entryEnd, entryStart, propsOf, tokenEnd, valueStart } from "./token-places";

/** Removes an entry of a block map with its lines, also the comment behind its value. */
export function removeBlockEntry(text: string, entry: Entry): Splice {
  return { start: lineStart(text, entryStart(entry)), end: nextLine(text, entryEnd(entry)), text: "" };
}

/** Removes the line of a key whose map's entries go by themselves, so that comments between them stay. */
export function removeKeyLine(text: string, entry: Entry): Splice {
  const { value: _, ...key } = entry;
  return removeBlockEntry(text, key as Entry);
}

/**
 * Where lines go that are to stand last in a block map: after its last entry, and after comments that are indented
 * deeper than its keys, because those belong to what the last entry holds.
 */
export function blockEnd(text: string, token: CST.BlockMap): number {
  let end = nextLine(text, tokenEnd(token));
  for (let at = end; at < text.length; ) {
    const next = nextLine(text, at + 1);
    const [, blanks = "", rest = ""] = /^([ ]*)(.*)/.exec(text.slice(at, next)) ?? [];
    if (rest.startsWith("#") && blanks.length > token.indent) end = next;
    else if (rest.trim() !== "") break;
    at = next;
  }
  return end;
}

/**
 * Puts a value in the place of another in a block map. A comment behind the old value stays: what would need lines of
 * its own is then written on one.
 *
 * @param style of the key's line
 */
export function replaceInBlock(text: string, entry: Entry, value: ConfigValue, style: BlockStyle): Splice {
  const end = entryEnd(entry);
  const colon = colonEnd(entry) ?? end;
  const start = valueStart(entry) ?? colon;
  // a block scalar ends behind its last line end, anything else before it
  const tail = text[end - 1] === "\n" ? style.newline : "";
  const old = entry.value;
  const inline = renderInline(value, { flow: false, quoted: false });
  if ((old?.type === "block-seq" || old?.type === "block-map") && propsOf(entry.sep).length === 0) {
    const first = lineStart(text, old.offset);
    const lines = renderLines(value, { ...style, indent: old.indent });
    if (lines) return { start: first, end, text: lines.slice(0, -style.newline.length) + tail };
    const between = text.slice(colon, first).replace(/\r?\n$/, "");
    return { start: colon, end, text: ` ${inline}${between}${tail}` };
  }
  const gap = text.slice(colon, start);
  const commented = gap.trim() !== "" || (tail === "" && text.slice(end, nextLine(text, end)).trim() !== "");
  const rendered = commented ? ` ${inline}` : renderValue(value, style);
  if (rendered.includes("\n") || gap === "") return { start: colon, end, text: rendered + tail };
  return { start, end, text: rendered.slice(1) + tail };
}
