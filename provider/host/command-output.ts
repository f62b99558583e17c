import { ByteSink } from "./byte-sink.js";
import type { ExecOptions } from "./host.js";
import { HostError } from "./host-error.js";

/** What one command on a machine may take, whatever the machine does. */
export interface ExecLimits {
  /** Until the machine has begun to run the command, in milliseconds. */
  readonly openMs: number;
  /** Until its first byte of standard output, in milliseconds. */
  readonly firstMs: number;
  /** Longest time in which it says nothing at all, in milliseconds. */
  readonly silentMs: number;
  /** Longest time of the whole command, in milliseconds. */
  readonly timeoutMs: number;
  /** Most bytes of standard output. */
  readonly stdoutBytes: number;
  /** Most bytes of standard error. */
  readonly stderrBytes: number;
}

const MIB = 1024 * 1024;

/** What holds for a command whose caller says nothing else. A wait of its own is the caller's to allow. */
export const EXEC_LIMITS: ExecLimits = {
  openMs: 60_000,
  firstMs: Number.POSITIVE_INFINITY,
  silentMs: Number.POSITIVE_INFINITY,
  timeoutMs: 600_000,
  stdoutBytes: 4 * MIB,
  stderrBytes: MIB,
};

/** The longest time that a timer of Node.js takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Timed = "open" | "first" | "silent" | "whole";

/** What a command has printed, held to its limits: the first one that is broken ends the command. */
export class CommandOutput {
  readonly #stdout = new ByteSink();
  readonly #stderr = new ByteSink();
  readonly #limits: ExecLimits;
  readonly #timers = new Map<Timed, NodeJS.Timeout>();
  #stopped = false;

  /**
   * @param label How messages name the machine.
   * @param fail Ends the command.
   * @param fate What becomes of a command that takes too long.
   */
  constructor(
    private readonly label: string,
    private readonly options: ExecOptions,
    private readonly fail: (error: Error) => void,
    private readonly fate: string,
  ) {
    const { timeoutMs, limits = {} } = options;
    this.#limits = { ...EXEC_LIMITS, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...limits };
    this.#start("open", this.#limits.openMs, () => notBegun(label, this.#limits.openMs));
    this.#start("first", this.#limits.firstMs, () => silent(label, this.#limits.firstMs, fate));
    this.#start("whole", this.#limits.timeoutMs, () => timedOut(label, this.#limits.timeoutMs, fate));
  }

  /** The machine runs the command now. */
  opened(): void {
    clearTimeout(this.#timers.get("open"));
    this.#heard();
  }

  /** Takes a piece of standard output. */
  stdout(chunk: Buffer): void {
    if (this.#stopped) return;
    this.#heard();
    clearTimeout(this.#timers.get("first"));
    if (this.#stdout.length + chunk.length > this.#limits.stdoutBytes) {
      this.fail(tooLarge(this.label, "standard output", this.#limits.stdoutBytes));
      return;
    }
    this.#stdout.add(chunk);
    try {
      this.options.onStdout?.(chunk);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Takes a piece of standard error. */
  stderr(chunk: Buffer): void {
    if (this.#stopped) return;
    this.#heard();
    if (this.#stderr.length + chunk.length > this.#limits.stderrBytes) {
      this.fail(tooLarge(this.label, "standard error", this.#limits.stderrBytes));
      return;
    }
    this.#stderr.add(chunk);
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Everything that was printed. */
  get printed(): { readonly stdout: Buffer; readonly stderr: Buffer } {
    return { stdout: this.#stdout.bytes, stderr: this.#stderr.bytes };
  }

  #heard(): void {
    this.#start("silent", this.#limits.silentMs, () => silent(this.label, this.#limits.silentMs, this.fate));
  }

  #start(what: Timed, ms: number, error: () => HostError): void {
    clearTimeout(this.#timers.get(what));
    if (Number.isFinite(ms)) {
      this.#timers.set(
        what,
        setTimeout(() => this.fail(error()), Math.min(ms, LONGEST_TIMER_MS)),
      );
    }
  }
}

/** Whether a machine broke the rules of a conversation, so that nothing more is heard of it on this connection. */
export function breaksRules(error: unknown): boolean {
  return (
    error instanceof HostError && ["answer-too-large", "answer-malformed", "host-silent"].includes(error.code)
  );
}

function tooLarge(host: string, what: string, bytes: number): HostError {
  return new HostError("answer-too-large", {
    host,
    message: `a command printed more than ${bytes} bytes on ${what}, and the connection was ended`,
    remedy:
      "log in with the same account and run `true`: what /etc/profile.d, .bashrc or ForceCommand print must be short; a machine that still does this is not to be trusted",
  });
}

function notBegun(host: string, ms: number): HostError {
  return new HostError("host-silent", {
    host,
    message: `the machine did not begin to run a command within ${ms / 1000} s`,
    remedy:
      "log in with the same account and run `true`; look at the machine's load and at the log of sshd, then run pulumi up again",
  });
}

function silent(host: string, ms: number, fate: string): HostError {
  return new HostError("host-silent", {
    host,
    message: `a command said nothing for ${ms / 1000} s and ${fate}`,
    remedy: "look at the machine's load and at `systemctl list-jobs`, then run pulumi up again",
  });
}

function timedOut(host: string, ms: number, fate: string): HostError {
  return new HostError("exec-timeout", {
    host,
    message: `a command took longer than ${ms / 1000} s and ${fate}`,
    remedy: "look at the machine's load and at `systemctl list-jobs`, then run pulumi up again",
  });
}
