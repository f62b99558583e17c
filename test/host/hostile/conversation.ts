import type { Connection } from "../../../provider/host/connection.js";

/** What the client process is asked to do at one hostile machine, and at a friendly one at the same time. */
export interface Conversation {
  readonly name: string;
  readonly act: "apply" | "look" | "survey" | "install";
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

/** Limits of the tests, in milliseconds; the defaults are minutes. */
export const LIMITS = { openMs: 2500, firstMs: 2500, silentMs: 2500, timeoutMs: 5000 };
/** Longest wait for a connection. */
export const CONNECT_MS = 3000;
/** Within this every conversation is over, on a machine that does much else besides. */
export const LONGEST_MS = 20_000;
