import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { constants as osConstants } from "node:os";
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
  /** Where its standard output goes; empty for the journal. */
  readonly outputFile: string;
  /** A line that it printed. */
  readonly onLine: (line: string) => void;
  readonly onEnd: (outcome: Outcome) => void;
}

/** A process of its own session, which ends with the embedded host at the latest. */
export class RealProcess implements ServiceProcess {
  private readonly child: ChildProcess;

  constructor(options: RealProcessOptions) {
    const wrapper = ["-c", `umask ${options.umask}; exec "$@"`, "sh", options.path, ...options.args];
    // For both directions, so that a pipe can be opened before anybody reads it.
    const output =
      options.outputFile === "" ? "pipe" : openSync(options.outputFile, constants.O_RDWR | constants.O_CREAT);
    this.child = spawn("/bin/sh", wrapper, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", output, "pipe"],
    });
    if (typeof output === "number") closeSync(output);
    const read = [this.child.stdout, this.child.stderr].map((stream) => readLines(stream, options.onLine));
    this.child.on("error", () => options.onEnd({ kind: "exited", status: 203 }));
    this.child.on("exit", async (code, signal) => {
      // What it left behind goes with it, as with `KillMode=control-group`.
      this.kill(osConstants.signals.SIGKILL);
      // Its last lines come before the news of its end; a child that it left behind may hold the pipe open.
      await Promise.race([Promise.all(read), delay(LAST_LINES_MS, undefined, { ref: false })]);
      options.onEnd(
        signal
          ? { kind: "killed", status: osConstants.signals[signal] }
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
