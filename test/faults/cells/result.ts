import type { Standing } from "../judge/judge-look";

/** What came of one cell. */
export interface CellResult {
  readonly id: string;
  readonly row: string;
  readonly column: string;
  /** Where the change led to: `old` (put back, or never begun), `new` (seen through); undefined when it was not tried. */
  readonly standing?: Standing;
  /** Whether the change itself said that it succeeded. */
  readonly succeeded?: boolean;
  /** Seconds in all during which nobody of the group ran. */
  readonly nobodySeconds?: number;
  /** Seconds from the fault until the host was at rest. */
  readonly restSeconds?: number;
  /** How often processes were looked for, and the longest pause between two looks in milliseconds. */
  readonly looks?: number;
  readonly longestPauseMs?: number;
  /** Steps that were come to until the host was at rest. */
  readonly steps: readonly string[];
  /** Everything that is not as it has to be; nothing: it holds. */
  readonly faults: readonly string[];
  /** What the change and the host said; only where something is wrong. */
  readonly said?: readonly string[];
}
