import type { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";
import type { Plan } from "../cells/plan";
import { MISSED } from "../cells/run-cell";
import { runCells } from "../cells/run-cells";
import type { Log } from "../log";
import { Stage } from "../stage/stage";
import { CONTROLS } from "./controls";
import { patchOf } from "./patch";

/** What a broken build made of its cells. */
export interface ControlResult {
  readonly name: string;
  /** Cells that do not hold, with what was found. */
  readonly found: readonly string[];
  /** Whether the build was found out, as it has to be. */
  readonly fails: boolean;
}

/** A broken build may never come to rest; the slowest one that does waits 30 s for its confirm. */
const REST_SECONDS = 60;

/** Carries out the cells of each broken build; a cell that could not be carried out finds nothing out. */
export async function runControls(
  lab: Lab,
  hosts: readonly LabHost[],
  plans: readonly Plan[],
  log: Log,
): Promise<ControlResult[]> {
  const results: ControlResult[] = [];
  const waiting = [...CONTROLS];
  await Promise.all(
    hosts.map(async (host) => {
      for (let control = waiting.shift(); control !== undefined; control = waiting.shift()) {
        const { name, edits, cells } = control;
        log(`control: ${name}`);
        const own = cells.map((id) => ({ ...planOf(plans, id), restSeconds: REST_SECONDS }));
        const stage = new Stage(lab, host, patchOf(edits));
        const tried = await runCells([stage], own, { log });
        await stage.close();
        const found = tried.flatMap(({ id, faults, standing }) =>
          standing === undefined
            ? []
            : faults.filter((fault) => !fault.startsWith(MISSED)).map((fault) => `${id}: ${fault}`),
        );
        results.push({ name, found, fails: found.length > 0 });
      }
    }),
  );
  return CONTROLS.flatMap(({ name }) => results.find((result) => result.name === name) ?? []);
}

function planOf(plans: readonly Plan[], id: string): Plan {
  const plan = plans.find((one) => one.id === id);
  if (plan === undefined) throw new Error(`there is no cell ${id}`);
  return plan;
}
