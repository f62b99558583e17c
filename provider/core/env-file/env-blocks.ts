/** What begins and ends our block of a `.env` file, each a line of its own. */
export const BLOCK_BEGIN =
  "# >>> hermes-fleet: what stands between these two lines is kept by hermes-fleet >>>";
export const BLOCK_END = "# <<< hermes-fleet <<<";

const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** A piece of a `.env` file, whole lines with their line breaks. */
export interface EnvPiece {
  readonly kind: "other" | "block" | "cut";
  readonly lines: readonly string[];
  /** Number of its first line, from 1. */
  readonly line: number;
}

/**
 * Splits a `.env` file into blocks of ours and what is not ours; joined they are the file. A block whose end is missing
 * is `cut`: it reaches to the next beginning or to the end of the file, and nothing tells which of its lines are ours.
 *
 * @param text the file's bytes, each as one character, so that nothing is lost in a file that is no UTF-8
 */
export function envPieces(text: string): EnvPiece[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const pieces: EnvPiece[] = [];
  let from = 0;
  const push = (kind: EnvPiece["kind"], to: number): void => {
    if (to > from) pieces.push({ kind, lines: lines.slice(from, to), line: from + 1 });
    from = to;
  };
  lines.forEach((line, index) => {
    if (index < from || !isMarker(line, BLOCK_BEGIN)) return;
    push("other", index);
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((one) => isMarker(one, BLOCK_END));
    const next = rest.findIndex((one) => isMarker(one, BLOCK_BEGIN));
    if (end >= 0 && (next < 0 || end < next)) push("block", index + 2 + end);
    else push("cut", next < 0 ? lines.length : index + 1 + next);
  });
  push("other", lines.length);
  return pieces;
}

/** Whether two blocks have the same lines, whatever their line breaks. */
export function isSameBlock(one: string, other: string): boolean {
  return linesOf(one) === linesOf(other);
}

/** A line without its line break. */
export function lineText(line: string): string {
  return line.replace(/\r*\n?$/, "");
}

function linesOf(block: string): string {
  return block.replace(/\r+\n/g, "\n").replace(/\r*\n?$/, "");
}

function isMarker(line: string, marker: string): boolean {
  const text = lineText(line);
  return (text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text) === marker;
}
