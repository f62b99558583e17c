import { reMarkSecrets } from "../model/re-mark-secrets";
import type { ResourceState } from "../model/resource-state";
import type { StepReport } from "../model/result";
import { maskedProps, sameValue } from "../model/values";
import { diffResource } from "./diff";
import type { Operation } from "./operation";
import { isProvider, type ProviderHost } from "./provider-host";

/**
 * Reads one resource and puts what was found into its old state. Inputs that `read` returns become
 * the inputs; without them the inputs stay. An empty id means that the resource is gone. The diff
 * that follows has what was found on the old side and the inputs of the last update on the new one.
 */
export async function refreshOld(
  op: Operation,
  host: ProviderHost,
  old: ResourceState,
  report: StepReport,
): Promise<void> {
  op.refreshed.add(old);
  if (!old.custom || old.pendingReplacement) {
    Object.assign(report, { found: "same" });
    return;
  }
  const provider = await host.forState();
  const ended = op.settings.dryRun ? () => undefined : op.snapshot.begin("reading", old);
  const answer = await provider.read(old).finally(() => {
    if (!op.terminated) ended();
  });
  if (answer.id === "") {
    Object.assign(report, { found: "delete" });
    op.gone.add(old);
    return;
  }
  const before = { ...old };
  const { fault } = op.options;
  old.id = answer.id;
  old.outputs = reMarkSecrets(answer.outputs, before.outputs, fault);
  if (answer.inputs !== undefined) old.inputs = reMarkSecrets(answer.inputs, before.inputs, fault);
  old.initErrors = [];
  op.guard();
  await diffResource(provider, old, before.inputs);
  const same = sameValue(before.outputs, old.outputs) && sameValue(before.inputs, old.inputs);
  Object.assign(report, {
    found: same ? "same" : "update",
    newInputs: maskedProps(old.inputs),
    newOutputs: maskedProps(old.outputs),
  });
  op.snapshot.changed();
}

/** Whether a refresh has anything to ask about this resource. */
export function isRefreshable(op: Operation, state: ResourceState): boolean {
  return !isProvider(state) && !state.delete && !op.refreshed.has(state) && op.isTargeted(state.urn);
}
