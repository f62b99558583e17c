import type { Declared } from "../stage/declare";
import type { Stage } from "../stage/stage";

/** Column of faults that cut no step. */
export const BY_ITSELF = "by itself";

/** What a plan's own acts are given. */
export interface Scene {
  readonly stage: Stage;
  /** Process that has come to the step, as the host numbers it; 0 where there is none. */
  readonly pid: number;
  /** To be called when the machine was off in between. */
  readonly bootedAgain: () => void;
}

/** Something that is done to the host or to the run. */
export type Act = (scene: Scene) => Promise<void>;

/** One cell of the matrix: a change, what comes between, and nothing else. */
export interface Plan {
  /** `<step>:<fault>`, or the fault's name alone where no step is cut. */
  readonly id: string;
  /** Row of the matrix. */
  readonly row: string;
  /** Column of the matrix. */
  readonly column: string;
  readonly declared?: Declared;
  /** Before the change. */
  readonly before?: Act;
  /** In order: at each step, once it is reached, the act; whoever is held there then goes on. */
  readonly at?: readonly { readonly step: string; readonly act: Act }[];
  /** Takes away what the fault was, once the host is at rest. */
  readonly lift?: Act;
  /** Whether the host comes to rest only when the fault is gone: `lift` is then called as soon as the run has ended. @default false */
  readonly liftsBeforeRest?: boolean;
  /** The longest that the host may be at work after the change was cut, in seconds. @default 200 */
  readonly restSeconds?: number;
  /** Whether the host is of no use for other cells afterwards. @default false */
  readonly spoils?: boolean;
  /** Whether the change ends before anything is touched, so that nobody stops for a moment. @default false */
  readonly untouched?: boolean;
  /** Where the change has to lead to, where that is certain. @default either */
  readonly leadsTo?: "old" | "new";
  /** What the change's own output has to say, where it cannot succeed. @default anything */
  readonly says?: RegExp;
}
