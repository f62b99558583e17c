import type { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";
import { ORDER_CONTROLS } from "../controls/controls";
import { patchOf } from "../controls/patch";
import type { ControlResult } from "../controls/run-controls";
import type { Log } from "../log";
import { Stage } from "../stage/stage";
import { traceOrder } from "./run-trace";

/** What traces of changes showed. */
export interface OrderResult {
  /** What is out of order; nothing: it holds. */
  readonly faults: readonly string[];
  readonly controls: readonly ControlResult[];
}

/** Traces a change, and one of each build that leaves a sync out. */
export async function runOrder(
  lab: Lab,
  host: LabHost,
  log: Log,
  controls = ORDER_CONTROLS,
): Promise<OrderResult> {
  log("the order in which a change reaches the disk");
  const faults = await traced(new Stage(lab, host));
  const results: ControlResult[] = [];
  for (const { name, edits } of controls) {
    log(`control: ${name}`);
    const found = await traced(new Stage(lab, host, patchOf(edits)));
    results.push({ name, found, fails: found.length > 0 });
  }
  return { faults, controls: results };
}

async function traced(stage: Stage): Promise<string[]> {
  try {
    return await traceOrder(stage);
  } finally {
    await stage.close();
  }
}
