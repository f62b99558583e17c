import type { Connection } from "../../../provider/host/connection.js";

/** What the client process is asked to do at one hostile machine, and at a friendly one at the same time. */
export interface Conversation {
  readonly name: string;
  readonly act: "apply" | "look" | "survey" | "install";
  /** The code that is expected, for the limits. */
  readonly expected: string;
  readonly connection: Connection;
  readonly friendly: Connection;
}

/** What came of it. */
export interface Outcome {
  readonly name: string;
  /** The error's code, or "succeeded". */
  readonly code: string;
  readonly message: string;
  /** Everything that was told meanwhile. */
  readonly told: readonly string[];
  readonly ms: number;
  /** What came of the friendly machine's operation. */
  readonly other: string;
  /** Highest resident memory of the process so far, in bytes. */
  readonly peakBytes: number;
}

/** Limits of a conversation, in milliseconds; the defaults are minutes. */
interface Limits {
  readonly connectMs: number;
  readonly keepaliveMs: number;
  readonly exec: { openMs: number; firstMs: number; silentMs: number; timeoutMs: number };
}

/** Short is only what is to run out: a machine that does much else besides takes its time for the rest. */
export function limitsFor(code: string): Limits {
  const [short, long] = [2000, 20_000];
  const silent = code === "host-silent" ? short : long;
  return {
    connectMs: code === "host-unreachable" ? short : long,
    keepaliveMs: code === "connection-lost" ? 300 : long,
    exec: {
      openMs: silent,
      firstMs: silent,
      silentMs: silent,
      timeoutMs: code === "exec-timeout" ? 2 * short : long,
    },
  };
}

/** Within this every conversation is over, on a machine that does much else besides. */
export const LONGEST_MS = 25_000;
