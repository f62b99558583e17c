import { plain } from "../equal.js";

/** An error with which the engine keeps a resource whose operation failed half way. */
export interface PartialFailure extends Error {
  readonly id: string;
  readonly properties: object;
  readonly reasons: readonly string[];
}

/**
 * What is thrown when the host was put back: the state keeps `outputs`, and the next `up` calls `update`. The CLI
 * prints the reasons alone, so the whole message stands in the first. `__provider` must be among the outputs, or no
 * later operation finds its code.
 */
export function partialFailure(id: string, outputs: object, cause: Error): PartialFailure {
  const details = { id, properties: plain(outputs), reasons: [cause.message] };
  return Object.assign(new Error(cause.message, { cause }), details);
}
