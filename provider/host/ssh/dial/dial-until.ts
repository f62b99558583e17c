import { HostError } from "../../host-error.js";
import type { ResolvedContext } from "../context.js";
import { formatAddress, type Hop, sshCommand } from "../endpoint.js";
import { DialFailure } from "./dial-failure.js";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const QUIET_MS = 2_000;
const PROGRESS_EVERY_MS = 5_000;

/**
 * Dials until it works, the deadline is over or `dialErrorLimit` dials failed. Between dials it waits 0.25 s, growing
 * by half each time to 5 s, a quarter more or less by chance, so that a fleet does not knock in step.
 * @param attempt One dial, which may take so many milliseconds.
 * @param unreachable Code of the error after the last dial.
 * @throws HostError `unreachable`, and what `attempt` throws except `DialFailure`.
 */
export async function dialUntil<T>(
  hop: Hop,
  context: ResolvedContext,
  deadline: number,
  unreachable: "host-unreachable" | "proxy-failed",
  attempt: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const { now, sleep, random } = context;
  const startedAt = now();
  const limit = hop.endpoint.dialErrorLimit ?? -1;
  const progress = startProgress(hop, context, startedAt, deadline);
  let pause = FIRST_PAUSE_MS;
  try {
    for (let dials = 1; ; dials += 1) {
      // A deadline of 0 is one dial, which has its own time.
      const left = deadline > startedAt ? Math.max(1, deadline - now()) : Number.POSITIVE_INFINITY;
      try {
        return await attempt(Math.ceil(Math.min(dialTimeoutMs(hop) || left, left)));
      } catch (error) {
        if (!(error instanceof DialFailure)) throw error;
        progress.failed(error.message);
        const wait = pause * (0.75 + random() / 2);
        if (dials === limit || now() + wait >= deadline) {
          const count = `${dials} dial${dials === 1 ? "" : "s"}${dials === limit ? " (dialErrorLimit)" : ""}`;
          const tried = `${count} in ${formatSeconds(now() - startedAt)}; last: ${error.message}`;
          throw giveUp(unreachable, hop, context.redact(tried));
        }
        await sleep(wait);
        pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
      }
    }
  } finally {
    progress.stop();
  }
}

/** Longest time of one dial in milliseconds; 0 is no limit but the deadline. */
function dialTimeoutMs(hop: Hop): number {
  return (hop.endpoint.perDialTimeout ?? 15) * 1000;
}

function startProgress(hop: Hop, context: ResolvedContext, startedAt: number, deadline: number) {
  let lastError = "no answer yet";
  let nextLineAt = startedAt + QUIET_MS;
  const report = () => {
    const now = context.now();
    if (now < nextLineAt) return;
    nextLineAt = now + PROGRESS_EVERY_MS;
    const [elapsed, whole] = [now - startedAt, deadline - startedAt].map(formatSeconds);
    context.onProgress(`${hop.label}: waiting for SSH, ${elapsed} of ${whole}; last: ${lastError}`);
  };
  const timer = setInterval(report, QUIET_MS).unref();
  return {
    failed: (message: string) => {
      lastError = message;
      report();
    },
    stop: () => clearInterval(timer),
  };
}

function giveUp(code: "host-unreachable" | "proxy-failed", hop: Hop, tried: string): HostError {
  return new HostError(code, {
    host: hop.label,
    message: `no SSH connection to ${formatAddress(hop.host, hop.port)} after ${tried}`,
    remedy: `check that the machine runs and this works: ${sshCommand(hop)}; raise connectDeadlineSeconds for a machine that boots longer`,
  });
}

function formatSeconds(ms: number): string {
  return `${ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)} s`;
}
