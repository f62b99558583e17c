import type { Job } from "./jobs";
import type { Definition } from "./unit-file/definition";

export type ActiveState = "inactive" | "activating" | "active" | "deactivating" | "failed";

/** How the last run of a service ended, as `Result` says it. */
export type Result =
  | "success"
  | "exit-code"
  | "signal"
  | "timeout"
  | "resources"
  | "start-limit-hit"
  | "exec-condition";

/** A process of a service, simulated or real. */
export interface ServiceProcess {
  readonly pid: number;
  /** Sends a signal by number. */
  kill(signal: number): void;
}

/** One unit that the manager has loaded, with its state. Names are those of `systemctl show`. */
export class Unit {
  activeState: ActiveState = "inactive";
  subState = "dead";
  mainPid = 0;
  execMainPid = 0;
  /** 1 exited, 2 killed, as CLD_EXITED and CLD_KILLED. */
  execMainCode = 0;
  execMainStatus = 0;
  result: Result = "success";
  nRestarts = 0;
  invocationId = "";
  /** Microseconds since the manager's boot. */
  readonly stamps = { activeEnter: 0, activeExit: 0, inactiveEnter: 0, inactiveExit: 0, stateChange: 0 };
  process: ServiceProcess | undefined;
  /** The manager went away while it ran; the news of its end comes too late. */
  forgotten = false;
  /** Fires for an automatic restart, a stop that takes too long, or a run that does. */
  timer: NodeJS.Timeout | undefined;
  runtimeTimer: NodeJS.Timeout | undefined;
  /** Times of recent starts, for the start limit; in milliseconds. */
  starts: number[] = [];
  job: Job | undefined;
  /** `UnitFileState` when it was last asked for. */
  fileState: string | undefined;
  /** Made by `systemd-run`: it has no file, and goes when it ends. */
  transient: { collect: boolean } | undefined;
  /** Its failure has started another unit, for which systemd keeps it until it is reset or everything is reloaded. */
  kept = false;

  constructor(public definition: Definition) {}

  get name(): string {
    return this.definition.name;
  }

  isDown(): boolean {
    return this.activeState === "inactive" || this.activeState === "failed";
  }

  clearTimers(): void {
    clearTimeout(this.timer);
    clearTimeout(this.runtimeTimer);
    this.timer = undefined;
    this.runtimeTimer = undefined;
  }
}
