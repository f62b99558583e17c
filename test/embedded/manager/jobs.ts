import type { Unit } from "./unit";

export type JobType = "start" | "stop" | "restart";

/** How a job ended, as systemd names it. */
export type JobResult = "done" | "failed" | "canceled" | "dependency" | "skipped";

/** An installed job: at most one per unit. */
export class Job {
  running = false;
  /** Settles once. */
  readonly finished: Promise<JobResult>;
  private settle: (result: JobResult) => void = () => undefined;

  constructor(
    readonly unit: Unit,
    public type: JobType,
  ) {
    this.finished = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  finish(result: JobResult): void {
    this.settle(result);
  }
}

/**
 * Which of two jobs goes first when `a`'s unit is ordered `After=` `b`'s: what stops goes before what starts, and
 * stops go in the opposite order of starts. Negative: `a` first; positive: `b` first.
 */
export function compareAfter(a: JobType, _b: JobType): number {
  return a === "start" ? 1 : -1;
}

/** What becomes of two jobs for one unit; `undefined` when they contradict each other. */
export function mergeJobs(a: JobType, b: JobType): JobType | undefined {
  if (a === b) return a;
  if (a === "stop" || b === "stop") return undefined;
  return "restart";
}
