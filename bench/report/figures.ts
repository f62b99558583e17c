import type { Measured } from "../measure";
import type { PacedRow, ProviderRow } from "../provider/run-provider";

/** Times the floor that the provider's share of a row may take. */
const LIMIT = 1.5;
/** Seconds on top of the windows that the default health window may cost. */
const WINDOW_EXTRA_SECONDS = 1;
/** The default window: 2 × RestartSec + 2. */
const WINDOW_SECONDS = 12;

/** One row at one number of operations at a time; seconds are those of the fastest round. */
export interface Figure {
  readonly row: ProviderRow;
  readonly parallel: number;
  readonly floor: number;
  readonly share: number;
  readonly whole: number;
  readonly timesFloor: number;
}

/** Seconds from the first call to the last answer of a provider that does nothing: Pulumi's own pace. */
export type Pace = Readonly<Record<PacedRow, number>>;

/** What the default health window cost. */
export interface WindowFigure {
  readonly parallel: number;
  /** Seconds more than without it. */
  readonly extra: number;
  /** Seconds more that it may cost. */
  readonly allowed: number;
}

/** A promise of the package, and whether these figures keep it. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly met: boolean;
}

/** The rows as figures: a refresh that changes nothing is held against the floor's no-op. */
export function figuresOf(measured: Measured): Figure[] {
  return [...measured.provider].flatMap(([parallel, rows]) =>
    (Object.keys(rows) as ProviderRow[]).map((row) => {
      const floor = fastest(measured.floor[row === "refresh" ? "noop" : row]);
      const share = fastest(rows[row].map((timing) => timing.share));
      const whole = fastest(rows[row].map((timing) => timing.whole));
      return { row, parallel, floor, share, whole, timesFloor: share / floor };
    }),
  );
}

/** Pulumi's own pace, the fastest round of each row. */
export function paceOf({ pace }: Measured): Pace {
  const entries = Object.entries(pace).map(([row, timings]) => [
    row,
    fastest(timings.map(({ share }) => share)),
  ]);
  return Object.fromEntries(entries) as Pace;
}

/** The window's price at each number of operations at a time. */
export function windowFigures(measured: Measured): WindowFigure[] {
  return [...measured.window].map(([parallel, { share }]) => {
    const without = measured.provider.get(parallel)?.create.map((timing) => timing.share) ?? [];
    const windows = Math.ceil(measured.operations / parallel);
    const allowed = windows * WINDOW_SECONDS + WINDOW_EXTRA_SECONDS;
    return { parallel, extra: share - fastest(without), allowed };
  });
}

/** Every promise, judged at the highest number of operations at a time; the window's at each. */
export function barsOf(measured: Measured): Bar[] {
  const highest = Math.max(...measured.provider.keys());
  const rows = figuresOf(measured).filter(({ parallel }) => parallel === highest);
  const calls = measured.provider.get(highest)?.noop.map((timing) => timing.calls) ?? [];
  return [
    ...rows
      .filter(({ row }) => row !== "noop")
      .map(({ row, timesFloor }) => bar(`${row}: times the floor`, timesFloor, LIMIT)),
    bar("no-op: calls that touch a host", Math.max(...calls), 0),
    bar("refresh: commands on a host", Math.max(...measured.refreshCommands), 1),
    ...windowFigures(measured).map(({ parallel, extra, allowed }) =>
      bar(`window at ${parallel}: seconds more`, extra, allowed),
    ),
  ];
}

function bar(name: string, value: number, limit: number): Bar {
  return { name, value, limit, met: value <= limit };
}

/** Whatever else the machine does only adds to a round, on both sides. */
function fastest(values: readonly number[]): number {
  return Math.min(...values);
}
