import type { EngineResult, StepReport } from "../model/result";
import { STACK_TYPE } from "../model/urn";
import { showStep } from "./show-step";
import { showDiagnostics, showSummary } from "./show-summary";
import { showProps } from "./show-value";

/** Stands at the head of everything that is printed, so that nobody takes it for more than it is. */
export const NOTICE = "This is a test engine, not the Pulumi CLI.";

/** What the text needs to know about the operation. */
export interface RenderSettings {
  readonly verb: string;
  readonly dryRun: boolean;
  readonly project: string;
  readonly stack: string;
}

const TITLES: Record<string, [preview: string, real: string]> = {
  preview: ["Previewing update", "Updating"],
  update: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
};

/** Prints an operation in the manner of the CLI's `--diff`: what changes, how many, what went wrong. */
export function renderResult(result: Omit<EngineResult, "text">, settings: RenderSettings): string {
  const { verb, dryRun, project, stack } = settings;
  const title = TITLES[verb]?.[dryRun ? 0 : 1] ?? verb;
  const outputs = Object.keys(result.outputs).length === 0 ? [] : ["Outputs:"];
  const lines = [
    NOTICE,
    `${title} (${stack}):`,
    ...showSteps(result.steps, verb),
    ...outputs,
    ...showProps(result.outputs, { level: 1, sign: "", cut: true }),
    ...showDiagnostics(result.diagnostics, `${project}-${stack}`),
    ...showSummary(result, dryRun),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * A row is indented once for each ancestor that the reader has met above it. A refresh, which reads
 * everything, lets the reader meet what stays the same too, an update does not.
 */
function showSteps(steps: readonly StepReport[], verb: string): string[] {
  const parents = new Map(steps.map(({ urn, parent }) => [urn, parent]));
  const met = new Set<string>();
  const depthOf = (urn: string): number => {
    const parent = parents.get(urn) ?? "";
    return parent === "" ? 0 : Number(met.has(parent)) + depthOf(parent);
  };
  let refreshing = true;
  return steps.flatMap((step) => {
    if (refreshing && step.op !== "refresh") met.clear();
    refreshing = step.op === "refresh";
    if (isShown(step) || refreshing) met.add(step.urn);
    return isShown(step) ? showStep(step, depthOf(step.urn), verb) : [];
  });
}

function isShown(step: StepReport): boolean {
  // A replacement is shown once, as what it comes to.
  if (step.op === "create-replacement" || step.op === "delete-replaced") return false;
  const same = step.op === "same" || step.found === "same";
  return !same || step.type === STACK_TYPE;
}
