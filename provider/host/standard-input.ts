import type { Writable } from "node:stream";
import type { ExecOptions } from "./host.js";

/** Sends what a command is given at its start. */
export function begin(input: Writable, { stdin, reply }: ExecOptions): void {
  if (reply === undefined) input.end(stdin);
  else if (stdin !== undefined) input.write(stdin);
}

/** Sends the answer to what a command has printed so far, if there is one now. */
export function answer(input: Writable, { reply }: ExecOptions): void {
  if (input.writableEnded || input.destroyed) return;
  const bytes = reply?.();
  if (bytes !== undefined) input.end(bytes);
}
