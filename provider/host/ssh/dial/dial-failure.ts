/** A dial that failed in a way that passes when a machine has finished booting: the next dial may work. */
export class DialFailure extends Error {
  override readonly name = "DialFailure";
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by the host",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "network unreachable",
  ETIMEDOUT: "no answer to the connection attempt",
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "the name server does not answer",
  EPIPE: "connection reset by the host",
};

/** Plain words for a socket's error, with its code. */
export function describeSocketError(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words = typeof code === "string" ? WORDS[code] : undefined;
  return words ? `${words} (${code})` : error.message || String(code ?? error.name);
}
