import type { ExecLimits } from "./command-output.js";

/** How one command on a machine ended. */
export interface ExecResult {
  /** Exit status, 0 to 255; `null` when a signal ended the command or the channel was lost. */
  readonly exitCode: number | null;
  /** Name of the signal that ended the command, for example `"TERM"`. */
  readonly signal?: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface ExecOptions {
  /** Bytes for the command's standard input, which is closed after them unless there is a `reply`. @default none */
  readonly stdin?: Uint8Array;
  /** Called for each piece of standard output as it arrives; `stdout` of the result has it all the same. */
  readonly onStdout?: (chunk: Buffer) => void;
  /**
   * Asked after each piece of standard output for the last bytes of standard input, which stays open until it has some;
   * none at all only close it.
   */
  readonly reply?: () => Uint8Array | undefined;
  /** The longest the command may take, in milliseconds. @default 10 minutes */
  readonly timeoutMs?: number;
  /** Other limits of what the machine may do meanwhile; what is left out has its default. */
  readonly limits?: Partial<ExecLimits>;
}

/** A machine reached by a transport. One `Host` is one connection; commands on it may run at the same time. */
export interface Host {
  /** How messages name the machine: `vm1 (root@192.0.2.10:22)`. */
  readonly label: string;
  /** Account that commands run as; `"root"` needs no sudo. */
  readonly user: string;
  /** Whether the connection still stands, as far as is known; commands on one that does not are lost. */
  readonly isOpen: boolean;
  /**
   * Runs one command line in a POSIX shell. `command` must be a constant: values go through `stdin`.
   * @throws HostError `connection-lost` when the transport ended before the command did, `exec-timeout`, `host-silent`,
   * `answer-too-large`, and what `onStdout` and `reply` throw.
   */
  exec(command: string, options?: ExecOptions): Promise<ExecResult>;
  /** Ends the connection. Safe to call twice. */
  close(): Promise<void>;
}
