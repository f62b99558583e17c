/** How a unit's files could be read, as `LoadState` says it. */
export type LoadState = "loaded" | "not-found" | "masked" | "error" | "bad-setting";

/** Something in a unit's files that systemd complains about. */
export interface Complaint {
  /** File that it stands in; the unit's name alone when it is about the whole. */
  readonly path: string;
  readonly line?: number;
  readonly text: string;
}

/** One command line, read. */
export interface Command {
  /** The program as written, without prefixes. */
  readonly path: string;
  readonly args: readonly string[];
  /** `-`: a failure does not count. */
  readonly optional: boolean;
}

/** `[Service]` as the stand-in knows it. Times are in milliseconds. */
export interface ServiceSettings {
  type: "simple" | "exec" | "notify" | "oneshot" | "forking" | "dbus" | "idle";
  execStart: Command[];
  user: string;
  workingDirectory: { path: string; optional: boolean };
  environment: Map<string, string>;
  environmentFiles: { path: string; optional: boolean }[];
  restart: string;
  restartMs: number;
  forceStatus: Set<string>;
  preventStatus: Set<string>;
  successStatus: Set<string>;
  startTimeoutMs: number;
  stopTimeoutMs: number;
  runtimeMaxMs: number;
  killSignal: number;
  remainAfterExit: boolean;
  umask: string;
  /** The file of `StandardOutput=file:`; empty for the journal. */
  outputFile: string;
}

/** What the files of one unit say, at the time they were read. */
export interface Definition {
  readonly name: string;
  readonly loadState: LoadState;
  /** Main file, as the machine names it; empty when there is none. */
  readonly fragmentPath: string;
  readonly dropInPaths: readonly string[];
  /** Change times of all files, in nanoseconds, by path on this machine. */
  readonly readTimes: ReadonlyMap<string, bigint>;
  readonly description: string;
  readonly conflicts: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly wants: readonly string[];
  readonly requires: readonly string[];
  readonly onFailure: readonly string[];
  /** `ConditionPathExists=` as written, with its `!`. */
  readonly conditions: readonly string[];
  readonly refuseManualStart: boolean;
  readonly startLimit: { readonly intervalMs: number; readonly burst: number };
  readonly service: ServiceSettings;
  readonly complaints: readonly Complaint[];
}

/** systemd's defaults. */
export function defaultService(): ServiceSettings {
  return {
    type: "simple",
    execStart: [],
    user: "",
    workingDirectory: { path: "", optional: false },
    environment: new Map(),
    environmentFiles: [],
    restart: "no",
    restartMs: 100,
    forceStatus: new Set(),
    preventStatus: new Set(),
    successStatus: new Set(),
    startTimeoutMs: 90_000,
    stopTimeoutMs: 90_000,
    runtimeMaxMs: Number.POSITIVE_INFINITY,
    killSignal: 15,
    remainAfterExit: false,
    umask: "0022",
    outputFile: "",
  };
}
