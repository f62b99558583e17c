import type { Behaviour } from "./behaviour";
import type { Outcome } from "./outcome";
import type { ServiceProcess } from "./unit";

const SIGNALS: Readonly<Record<number, "TERM" | "INT" | "USR1">> = { 2: "INT", 10: "USR1", 15: "TERM" };

/** Signal 0, and those whose default is to stop, to continue or nothing. */
const WITHOUT_EFFECT = [0, 17, 18, 19, 20, 21, 22, 23, 28];

/** Measured with Hermes 0.19.0; 75 asks systemd for a start. */
const HERMES = { TERM: 1, INT: 0, USR1: 75 } as const;

/** A gateway without a process: timers that end as a real one would. Its pid is beyond every real one. */
export class SimulatedProcess implements ServiceProcess {
  private timer: NodeJS.Timeout | undefined;
  private leaving = false;

  constructor(
    readonly pid: number,
    private readonly behaviour: Behaviour,
    private readonly ended: (outcome: Outcome) => void,
  ) {
    const { exitCode, afterMs = 0 } = behaviour;
    if (exitCode !== undefined) this.endIn(afterMs, { kind: "exited", status: exitCode });
  }

  kill(signal: number): void {
    const name = SIGNALS[signal];
    if (name === undefined) {
      // No handler: hang-up and the like end it, stop and continue do not.
      if (!WITHOUT_EFFECT.includes(signal)) this.endIn(0, { kind: "killed", status: signal });
    } else if (!this.behaviour.ignoresSignals && !this.leaving) {
      this.leaving = true;
      const status = this.behaviour.onSignal?.[name] ?? HERMES[name];
      this.endIn(this.behaviour.stopMs ?? 5, { kind: "exited", status });
    }
  }

  /** The power went. */
  vanish(): void {
    clearTimeout(this.timer);
  }

  private endIn(ms: number, outcome: Outcome): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ended(outcome), ms);
  }
}
