const FIRST_BYTES = 4096;

/**
 * Bytes that come in pieces. Keeps copies in one buffer: a machine may send every byte in a packet of its own, and a
 * list of these would take many times what they hold.
 */
export class ByteSink {
  #buffer = Buffer.alloc(0);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(FIRST_BYTES, needed, 2 * this.#buffer.length));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    piece.copy(this.#buffer, this.#length);
    this.#length = needed;
  }

  /** Everything so far. Later pieces do not change it. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Forgets everything so far. */
  clear(): void {
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
  }
}
