import type { Log } from "../log";
import type { Stage } from "../stage/stage";
import type { Plan } from "./plan";
import type { CellResult } from "./result";
import { MISSED, runCell } from "./run-cell";

/** How cells are carried out. */
export interface CellSettings {
  readonly log: Log;
  /** Told of each cell when it is done. */
  readonly onResult?: (result: CellResult) => void;
}

/** Carries out cells on several hosts at once, each taking the next one when it is free. */
export async function runCells(
  stages: readonly Stage[],
  plans: readonly Plan[],
  { log, onResult }: CellSettings,
): Promise<CellResult[]> {
  const results = new Map<string, CellResult>();
  const waiting = [...plans];
  await Promise.all(
    stages.map(async (stage) => {
      for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
        const result = await tryCell(stage, plan);
        results.set(plan.id, result);
        log(`${results.size}/${plans.length} ${stage.host.name} ${lineOf(result)}`);
        onResult?.(result);
      }
    }),
  );
  return plans.flatMap(({ id }) => results.get(id) ?? []);
}

/** A cell that leaves anything wrong behind leaves the next one an empty machine. */
async function tryCell(stage: Stage, plan: Plan): Promise<CellResult> {
  const { id, row, column } = plan;
  let result: CellResult;
  try {
    const isFresh = !stage.isSet;
    if (isFresh) await stage.renew();
    result = await runCell(stage, plan);
    // Some steps are only come to by the first change of a machine.
    if (!isFresh && result.faults.some((fault) => fault.startsWith(MISSED))) {
      await stage.renew();
      result = await runCell(stage, plan);
    }
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { id, row, column, steps: [], faults: [`it could not be carried out: ${fault}`] };
  }
  if (result.faults.length > 0 || plan.spoils) await stage.close();
  return result;
}

function lineOf({ id, standing, nobodySeconds, restSeconds, faults }: CellResult): string {
  const seen = `${standing ?? "?"}, nobody for ${nobodySeconds ?? "?"} s, at rest after ${restSeconds ?? "?"} s`;
  return [`${id}: ${faults.length === 0 ? "holds" : "DOES NOT HOLD"} (${seen})`, ...faults].join("\n    ");
}
