import type { PhysicalLine } from "./unit-file";

/**
 * A text as systemd's `read_line` sees it. LF, CR and NUL end a line; two different ones in a row are one end
 * (CR LF, LF CR), two equal ones are two; nothing joins an end that has a NUL. Joining all `text` and `end` gives
 * the input back.
 */
export function physicalLines(text: string): PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  for (const [, content = "", end = ""] of text.matchAll(LINE)) {
    if (content !== "" || end !== "") lines.push({ text: content, end });
  }
  return lines;
}

const LINE = /([^\n\r\0]*)(\n\r\0|\r\n\0|\n\r|\r\n|\n\0|\r\0|\n|\r|\0|$)/g;
