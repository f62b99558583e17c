import { setTimeout as delay } from "node:timers/promises";
import { redactor } from "../redact.js";

/** What a connection needs besides the declared endpoint: names for messages, the time it has, the environment. */
export interface ConnectContext {
  /** The operator's key for the host; stands in every message. */
  readonly hostKeyName: string;
  /** Longest wait for a host that does not answer yet, in milliseconds. @default 120000 */
  readonly deadlineMs?: number;
  /** Receives one line on each wait longer than two seconds. @default lines are dropped */
  readonly onProgress?: (message: string) => void;
  /** Environment with `HERMES_FLEET_SSH_*`, `SSH_AUTH_SOCK` and `HOME`. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the attempt; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds between two keepalives; after three without an answer the connection counts as lost, and later while an upload is under way. @default 10000 */
  readonly keepaliveIntervalMs?: number;
  /** Milliseconds since an arbitrary start. @default the machine's monotonic clock */
  readonly now?: () => number;
  /** Waits so many milliseconds. @default a timer */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Number in [0, 1) for the jitter of the backoff. @default Math.random */
  readonly random?: () => number;
}

/** `ConnectContext` with every default filled in. */
export interface ResolvedContext {
  readonly hostKeyName: string;
  readonly deadlineMs: number;
  readonly onProgress: (message: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
  readonly keepaliveIntervalMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  /** Takes every secret of the connection out of a text. */
  readonly redact: (text: string) => string;
}

/** Fills in the defaults of a `ConnectContext`. No line of progress will hold one of the secrets. */
export function resolveContext(context: ConnectContext, secrets: readonly string[]): ResolvedContext {
  const { signal } = context;
  const redact = redactor(secrets);
  return {
    hostKeyName: context.hostKeyName,
    deadlineMs: context.deadlineMs ?? 120_000,
    onProgress: (message) => context.onProgress?.(redact(message)),
    env: context.env ?? process.env,
    signal,
    keepaliveIntervalMs: context.keepaliveIntervalMs ?? 10_000,
    now: context.now ?? (() => performance.now()),
    sleep: context.sleep ?? ((ms) => sleepUnlessAborted(ms, signal)),
    random: context.random ?? Math.random,
    redact,
  };
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}
