import type { LabHost } from "../lab/lab-host";
import type { Lab } from "../lab/lab";
import { type CellSettings, runCells } from "./cells/run-cells";
import type { Plan } from "./cells/plan";
import type { CellResult } from "./cells/result";
import { circumstancePlans } from "./faults/circumstance-plans";
import { diskPlans } from "./faults/disk-plans";
import { managerPlans } from "./faults/manager-plans";
import { PATHS, type Path, pathPlan, stepPlans, unreached } from "./faults/step-plans";
import { findSteps, type Step } from "./steps/find-steps";
import { Stage } from "./stage/stage";

/** What a sweep is made of. */
export interface Survey {
  readonly steps: readonly Step[];
  readonly plans: readonly Plan[];
  /** The paths with nothing in their way. */
  readonly paths: readonly CellResult[];
  /** Steps of the scripts that no path comes to. */
  readonly unreached: readonly string[];
}

/** Takes every path once, to see which steps it comes to, and lays out the cells. */
export async function survey(stages: readonly Stage[], settings: CellSettings): Promise<Survey> {
  const steps = findSteps();
  const paths = await runCells(stages, PATHS.map(pathPlan), settings);
  const reached = Object.fromEntries(paths.map(({ id, steps: own }) => [id, own])) as Record<Path, string[]>;
  return { steps, plans: [...stepPlans(steps, reached), ...diskPlans(), ...managerPlans(), ...circumstancePlans()], paths, unreached: unreached(steps, reached) };
}

/** Stages on hosts, empty until the first cell. */
export function stagesOn(lab: Lab, hosts: readonly LabHost[] = lab.hosts): Stage[] {
  return hosts.map((host) => new Stage(lab, host));
}
