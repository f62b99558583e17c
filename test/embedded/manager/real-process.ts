import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Outcome } from "./outcome";
import type { ServiceProcess } from "./unit";

/** How long a process that has ended is waited for its last lines, in milliseconds. */
const LAST_LINES_MS = 250;

export interface RealProcessOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly umask: string;
  /** A line that it printed. */
  readonly onLine: (line: string) => void;
  readonly onEnd: (outcome: Outcome) => void;
}

/** A process of its own session, which ends with the embedded host at the latest. */
export class RealProcess implements ServiceProcess {
  private readonly child: ChildProcess;

  constructor(options: RealProcessOptions) {
    const wrapper = ["-c", `umask ${options.umask}; exec "$@"`, "sh", options.path, ...options.args];
    this.child = spawn("/bin/sh", wrapper, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const read = [this.child.stdout, this.child.stderr].map((stream) => readLines(stream, options.onLine));
    this.child.on("error", () => options.onEnd({ kind: "exited", status: 203 }));
    this.child.on("exit", async (code, signal) => {
      // Its last lines come before the news of its end; a child that it left behind may hold the pipe open.
      await Promise.race([Promise.all(read), delay(LAST_LINES_MS, undefined, { ref: false })]);
      options.onEnd(
        signal
          ? { kind: "killed", status: constants.signals[signal] }
          : { kind: "exited", status: code ?? 1 },
      );
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  kill(signal: number): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // The group has ended by itself.
    }
  }
}

function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return Promise.resolve();
  return new Promise((resolve) => {
    createInterface({ input: stream }).on("line", onLine).on("close", resolve);
  });
}
