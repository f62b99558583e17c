import { spawn } from "node:child_process";
import { userInfo } from "node:os";
import { CommandOutput } from "./command-output.js";
import type { ExecOptions, ExecResult, Host } from "./host.js";
import { HostError } from "./host-error.js";
import { answer, begin } from "./standard-input.js";

/** This machine as a `Host`: commands run in `/bin/sh` under the account of this process. */
export function localHost(hostKeyName: string): Host {
  const user = userInfo().username;
  const label = `${hostKeyName} (${user}, local)`;
  let closed = false;
  return {
    label,
    user,
    get isOpen() {
      return !closed;
    },
    exec: async (command, options = {}) => {
      if (closed) throw closedError(label);
      return runLocally(label, command, options);
    },
    close: async () => {
      closed = true;
    },
  };
}

function runLocally(label: string, command: string, options: ExecOptions): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that a timeout ends what the shell has started too.
    const child = spawn("/bin/sh", ["-c", command], { stdio: "pipe", detached: true });
    const stop = (error: Error) => {
      output.stop();
      killGroup(child.pid);
      reject(error);
    };
    const output = new CommandOutput(label, options, stop, "was ended");
    child.on("spawn", () => output.opened());
    child.stdout.on("data", (chunk: Buffer) => {
      output.stdout(chunk);
      try {
        answer(child.stdin, options);
      } catch (error) {
        stop(error as Error);
      }
    });
    child.stderr.on("data", (chunk: Buffer) => output.stderr(chunk));
    // A command may end without reading its input: EPIPE is no error then.
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => stop(cannotStart(label, error)));
    child.on("close", (exitCode, signal) => {
      output.stop();
      resolve({
        exitCode,
        ...(signal && { signal: signal.replace(/^SIG/, "") }),
        ...output.printed,
      });
    });
    begin(child.stdin, options);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

function cannotStart(label: string, cause: Error): HostError {
  return new HostError("tool-missing", {
    host: label,
    message: `/bin/sh cannot be started: ${cause.message}`,
    remedy: "local: true needs a POSIX shell at /bin/sh; reach the machine by SSH otherwise",
    cause,
  });
}

function closedError(label: string): HostError {
  return new HostError("connection-lost", {
    host: label,
    message: "the host was closed on this side before the command; nothing was started",
    remedy: "connect again",
  });
}
