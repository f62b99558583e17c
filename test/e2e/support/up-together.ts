import type { RunResult } from "../driver";
import type { Stage } from "../ground/stage";
import type { Target } from "../ground/target";
import { until } from "../until";
import { providerProcesses } from "./processes";

/** Long enough for the engine to hand over a handful of operations once its provider runs. */
const HAND_OVER_MS = 2500;

/**
 * An up whose operations all wait before the machines answer: how they share transactions then does not depend on
 * how fast they arrive.
 */
export async function upTogether(
  stage: Pick<Stage, "pulumi" | "project">,
  targets: readonly Pick<Target, "answer">[],
): Promise<RunResult> {
  await Promise.all(targets.map((target) => target.answer(false)));
  const up = stage.pulumi.up();
  await until("the provider runs", async () => (await providerProcesses(stage.project.dir)).length > 0);
  await new Promise((resolve) => setTimeout(resolve, HAND_OVER_MS));
  await Promise.all(targets.map((target) => target.answer(true)));
  return up;
}
