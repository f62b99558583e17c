/** Reason codes of a refused channel (RFC 4254, 5.1). */
const REASONS: Readonly<Record<number, string>> = {
  1: "administratively prohibited",
  2: "connect failed",
  3: "unknown channel type",
  4: "resource shortage",
};

/** Why the other side opened no channel. */
export interface OpenFailure {
  /** The other side's words, or the standard ones for its code. */
  readonly words: string;
  /** True when waiting does not help. */
  readonly prohibited: boolean;
}

/** Reads ssh2's error for a channel that was not opened; `undefined` for every other error. */
export function parseOpenFailure(error: Error & { reason?: unknown }): OpenFailure | undefined {
  if (typeof error.reason !== "number") return undefined;
  const said = error.message.replace("(SSH) Channel open failure:", "").replace(/\p{C}/gu, "").trim();
  return { words: said || (REASONS[error.reason] ?? `code ${error.reason}`), prohibited: error.reason === 1 };
}
