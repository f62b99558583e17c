import { type ChildProcess, spawn } from "node:child_process";

/** Those still running, to be killed when this process ends before it could end them properly. */
const running = new Set<Child>();
process.once("exit", () => {
  for (const child of running) child.signal("SIGKILL");
});

/**
 * A command whose process the kernel kills when this one is gone, however that was: a program of the SDK whose output
 * nobody reads any more reports that to its output, without end.
 */
function endingWithUs(words: readonly string[]): [command: string, args: string[]] {
  const [command = "", ...args] =
    process.platform === "linux" ? ["setpriv", "--pdeathsig", "KILL", ...words] : words;
  return [command, args];
}

/** A Node process of the engine in its own process group, so that a terminal's Ctrl-C passes it by. */
export class Child {
  /** Everything it wrote so far. */
  stdout = "";
  stderr = "";
  /** Its exit status, or -1 when a signal ended it; it has closed its output by then. */
  readonly exited: Promise<number>;
  private readonly process: ChildProcess;

  /** @param args what follows `node`. */
  constructor(args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.process = spawn(...endingWithUs([process.execPath, ...args]), {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    running.add(this);
    this.exited = new Promise((resolve, reject) => {
      this.process.once("error", (error) => {
        running.delete(this);
        reject(error);
      });
      this.process.once("close", (code) => {
        running.delete(this);
        resolve(code ?? -1);
      });
    });
    // Whoever waits hears of a failed start; nobody waiting must not bring the tests down.
    this.exited.catch(() => undefined);
  }

  /** Resolves with the first line of stdout; rejects when the process ends before. */
  firstLine(): Promise<string> {
    const line = new Promise<string>((resolve) => {
      this.process.stdout?.on("data", () => {
        const end = this.stdout.indexOf("\n");
        if (end >= 0) resolve(this.stdout.slice(0, end));
      });
    });
    const ended = this.exited.then((code) => {
      throw new Error(`the process ended with status ${code} before it was ready: ${this.stderr}`);
    });
    return Promise.race([line, ended]);
  }

  /** Sends a signal to the whole process group, if it still runs. */
  signal(signal: NodeJS.Signals): void {
    if (!running.has(this) || this.process.pid === undefined) return;
    try {
      process.kill(-this.process.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Ends it as the engine ends plugins: SIGINT, and SIGKILL when it is still there after `graceMs`. */
  async stop(graceMs = 5000): Promise<void> {
    this.signal("SIGINT");
    const timer = setTimeout(() => this.signal("SIGKILL"), graceMs);
    await this.exited.catch(() => undefined);
    clearTimeout(timer);
  }
}
