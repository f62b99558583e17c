import type { Writable } from "node:stream";

/** Writes the same piece for as long as the other side takes it and the stream stands. */
export function flood(stream: Writable, piece: Buffer): void {
  let ended = false;
  stream.on("close", () => {
    ended = true;
  });
  stream.on("error", () => {
    ended = true;
  });
  const more = (): void => {
    // Not more at once: what the stream has to say of its end comes between.
    for (let count = 0; count < 2; count += 1) {
      if (ended || !stream.writable) return;
      if (!stream.write(piece)) {
        stream.once("drain", more);
        return;
      }
    }
    setImmediate(more);
  };
  more();
}

/** Writes a piece every 100 ms for as long as the stream stands. */
export function drip(stream: Writable, piece: string): void {
  const timer = setInterval(() => {
    if (stream.writable) stream.write(piece);
  }, 100);
  stream.on("error", () => clearInterval(timer));
  stream.on("close", () => clearInterval(timer));
}
