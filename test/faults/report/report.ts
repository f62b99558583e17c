import type { CellResult } from "../cells/result";
import type { ControlResult } from "../controls/run-controls";
import type { OrderResult } from "../trace/run-order";

/** Everything that a sweep found out. */
export interface FaultReport {
  /** SHA-256 of the scripts that the hosts ran. */
  readonly digest: string;
  readonly systemd: string;
  readonly seed: number;
  /** The changes with nothing in their way, and the steps that each came to. */
  readonly paths: readonly CellResult[];
  /** Steps of the scripts that no path comes to. */
  readonly unreached: readonly string[];
  /** Ids of all cells that there are. */
  readonly all: readonly string[];
  readonly cells: readonly CellResult[];
  readonly controls: readonly ControlResult[];
  readonly order?: OrderResult;
}

/** Whether a cell is as it has to be. */
export function holds({ faults }: CellResult): boolean {
  return faults.length === 0;
}

/** Whether everything that was tried is as it has to be. */
export function reportHolds({ paths, unreached, cells, controls, order }: FaultReport): boolean {
  return (
    unreached.length === 0 &&
    [...paths, ...cells].every(holds) &&
    [...controls, ...(order?.controls ?? [])].every(({ fails }) => fails) &&
    (order?.faults.length ?? 0) === 0
  );
}

/** Cells that were not tried. */
export function missingOf({ all, cells }: FaultReport): string[] {
  const tried = new Set(cells.map(({ id }) => id));
  return all.filter((id) => !tried.has(id));
}
