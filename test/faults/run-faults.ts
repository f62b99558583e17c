import type { Lab } from "../lab/lab";
import { must } from "../proof/machine/must";
import type { Plan } from "./cells/plan";
import type { CellResult } from "./cells/result";
import { runCells } from "./cells/run-cells";
import { runControls } from "./controls/run-controls";
import { draw } from "./draw";
import { circumstancePlans } from "./faults/circumstance-plans";
import { diskPlans } from "./faults/disk-plans";
import { managerPlans } from "./faults/manager-plans";
import { PATHS, type Path, pathPlan, stepPlans, unreached } from "./faults/step-plans";
import type { Log } from "./log";
import type { FaultReport } from "./report/report";
import { Stage } from "./stage/stage";
import { findSteps, scriptDigest } from "./steps/find-steps";
import { runOrder } from "./trace/run-order";

/** How much is tried. */
export interface SweepSettings {
  readonly seed: number;
  /** Draws so many cells. @default all */
  readonly sample?: number;
  /** Only what these ways to a step come to. @default all */
  readonly paths?: readonly Path[];
  /** Which cells are asked for. */
  readonly isAsked: (plan: Plan) => boolean;
  /** Whether broken builds and the order of writes are tried too. */
  readonly controls: boolean;
  /** Cells that count as done. */
  readonly done: readonly CellResult[];
  readonly log: Log;
  /** Told of everything that is known after each cell. */
  readonly onReport?: (report: FaultReport) => void;
}

/** Takes every path once, to see which steps it comes to, then tries the cells, then the broken builds. */
export async function runFaults(lab: Lab, settings: SweepSettings): Promise<FaultReport> {
  const { log, seed, done, onReport, paths: ways = PATHS } = settings;
  const [first] = lab.hosts;
  if (first === undefined) throw new Error("there is no host");
  const systemd = (await must(first, "systemctl --version")).split("\n", 1)[0] ?? "";
  const stages = lab.hosts.map((host) => new Stage(lab, host));
  const steps = findSteps();
  const paths = await runCells(stages, ways.map(pathPlan), { log });
  const reached = { change: [], failing: [], left: [], boot: [], ...ownSteps(paths) };
  const plans = [...stepPlans(steps, reached), ...diskPlans(), ...managerPlans(), ...circumstancePlans()];
  const report = (more: Partial<FaultReport>): FaultReport => ({
    ...{ digest: scriptDigest(), systemd, seed, paths, unreached: unreached(steps, reached) },
    ...{ all: plans.map(({ id }) => id), cells: done, controls: [] },
    ...more,
  });

  const asked = plans.filter((plan) => settings.isAsked(plan) && !done.some(({ id }) => id === plan.id));
  const chosen = settings.sample === undefined ? asked : draw(asked, settings.sample, seed);
  const tried = new Map(done.map((cell) => [cell.id, cell]));
  const inOrder = () => plans.flatMap(({ id }) => tried.get(id) ?? []);
  await runCells(stages, chosen, {
    log,
    onResult: (cell) => {
      tried.set(cell.id, cell);
      onReport?.(report({ cells: inOrder() }));
    },
  });
  await Promise.all(stages.map((stage) => stage.close()));
  if (!settings.controls) return report({ cells: inOrder() });
  const controls = await runControls(lab, lab.hosts, [...PATHS.map(pathPlan), ...plans], log);
  const order = await runOrder(lab, first, log);
  return report({ cells: inOrder(), controls, order });
}

function ownSteps(paths: readonly CellResult[]): Record<string, readonly string[]> {
  return Object.fromEntries(paths.map(({ id, steps }) => [id, steps]));
}
