import { ByteSink } from "../byte-sink.js";

const NEWLINE = 10;

/** Longest line, in bytes. A refusal carries the last lines of a command, which may be long. */
const LONGEST_LINE = 65_536;
/** Most lines. A watch of an hour tells of each of ten gateways every five seconds. */
const MOST_LINES = 50_000;
/** Most bytes of one blob: what the host sends of a file ends at 1,000,000. */
const LARGEST_BLOB = 2_000_000;

/** One line of a machine's answer: its fields, and the bytes that follow a `blob` line. */
export interface ResultLine {
  readonly fields: readonly string[];
  readonly blob?: Buffer;
}

/** What a machine sent is no answer as this program and its scripts speak it. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

/**
 * Reads a machine's answer as it comes: lines, and the bytes behind a `blob` line. Takes time and memory in proportion
 * to what comes. What stands in a blob is never taken for a line.
 */
export class ResultReader {
  readonly #onLine: (line: ResultLine) => void;
  readonly #rest = new ByteSink();
  /** The line of the blob that is being read, and the bytes that it and its line break still need. */
  #blob: { readonly fields: readonly string[]; readonly bytes: number } | undefined;
  #lines = 0;

  constructor(onLine: (line: ResultLine) => void) {
    this.#onLine = onLine;
  }

  /** Takes the next piece. @throws MalformedAnswer, and what `onLine` throws */
  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#blob ? this.#readBlob(chunk, at) : this.#readLine(chunk, at);
  }

  #readLine(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    const piece = chunk.subarray(at, end < 0 ? chunk.length : end);
    if (this.#rest.length + piece.length > LONGEST_LINE) {
      throw new MalformedAnswer(`a line is longer than ${LONGEST_LINE} bytes`);
    }
    this.#rest.add(piece);
    if (end < 0) return chunk.length;
    const fields = this.#rest.bytes.toString("utf8").split("\t");
    this.#rest.clear();
    this.#lines += 1;
    if (this.#lines > MOST_LINES) throw new MalformedAnswer(`it has more than ${MOST_LINES} lines`);
    if (fields[0] === "blob") this.#blob = { fields, bytes: sizeOf(fields[3]) };
    else this.#onLine({ fields });
    return end + 1;
  }

  #readBlob(chunk: Buffer, at: number): number {
    const { fields, bytes } = this.#blob as { fields: readonly string[]; bytes: number };
    const end = Math.min(chunk.length, at + bytes + 1 - this.#rest.length);
    this.#rest.add(chunk.subarray(at, end));
    if (this.#rest.length > bytes) {
      const blob = this.#rest.bytes.subarray(0, bytes);
      const closed = this.#rest.bytes[bytes] === NEWLINE;
      this.#rest.clear();
      this.#blob = undefined;
      if (!closed) throw new MalformedAnswer(`a blob of ${bytes} bytes does not end there`);
      this.#onLine({ fields, blob });
    }
    return end;
  }
}

function sizeOf(text: string | undefined): number {
  const size = text !== undefined && /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (!(size <= LARGEST_BLOB)) {
    throw new MalformedAnswer(`the size of a blob is no whole number up to ${LARGEST_BLOB}`);
  }
  return size;
}
