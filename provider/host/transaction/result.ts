const NEWLINE = 10;

/** One line of a machine's answer: its fields, and the bytes that follow a `blob` line. */
export interface ResultLine {
  readonly fields: readonly string[];
  readonly blob?: Buffer;
}

/** Splits a machine's answer into lines and the blobs between them. Incomplete last lines are left out. */
export function parseResult(output: Buffer): ResultLine[] {
  const lines: ResultLine[] = [];
  let at = 0;
  for (;;) {
    const end = output.indexOf(NEWLINE, at);
    if (end < 0) return lines;
    const fields = output.toString("utf8", at, end).split("\t");
    at = end + 1;
    if (fields[0] !== "blob") {
      lines.push({ fields });
      continue;
    }
    const size = Number(fields[3]);
    lines.push({ fields, blob: output.subarray(at, at + size) });
    at += size + 1;
  }
}
