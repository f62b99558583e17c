import { ByteSink } from "./byte-sink.js";

const NEWLINE = 10;

/** Longest line that is given on, in bytes; the rest of a longer one is left out. */
const LONGEST_LINE = 8192;

/**
 * Takes pieces of output as they come and gives each whole line on, wherever the pieces are cut. Takes time and memory in
 * proportion to what comes, also for a line that never ends.
 */
export function lineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  const rest = new ByteSink();
  const keep = (piece: Buffer): void => rest.add(piece.subarray(0, LONGEST_LINE - rest.length));
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      const line = rest.bytes.toString("utf8");
      rest.clear();
      start = end + 1;
      onLine(line);
    }
    keep(chunk.subarray(start));
  };
}
