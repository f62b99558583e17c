import { markOutputs, reMarkSecrets } from "../model/re-mark-secrets";
import type { PendingOperation, ResourceState } from "../model/resource-state";
import type { StepReport } from "../model/result";
import { maskedProps, type Props } from "../model/values";
import { InitError } from "../process/init-error";
import type { ProviderCalls } from "../process/provider-calls";
import { deleteOld } from "./delete";
import { messageOf } from "./message-of";
import type { Operation } from "./operation";
import { isProvider, type ProviderHost } from "./provider-host";
import { refreshOld } from "./refresh-one";
import { reportOf, type Step } from "./step";

/**
 * Does steps that belong together, one after the other, when a slot is free. Only the first failure
 * is reported; what follows it is not begun.
 *
 * @returns whether all of them were done.
 * @throws Stopped when the operation was stopped before they could begin.
 */
export function applySteps(op: Operation, host: ProviderHost, steps: readonly Step[]): Promise<boolean> {
  return op.slots.run(async () => {
    for (const step of steps) {
      op.guard();
      if (!(await applyStep(op, host, step))) return false;
    }
    return true;
  });
}

async function applyStep(op: Operation, host: ProviderHost, step: Step): Promise<boolean> {
  const subject = step.now ?? step.old;
  const report = reportOf(step);
  const shown = subject === undefined || !isProvider(subject);
  if (shown) op.report(report);
  try {
    await change(op, host, step, report);
    finish(report, step, "done");
  } catch (error) {
    if (op.terminated) return false;
    finish(report, step, "failed");
    op.needsClosingWord = true;
    op.fail(messageOf(error), report.urn);
  }
  if (shown) op.report(report);
  return report.status === "done";
}

async function change(op: Operation, host: ProviderHost, step: Step, report: StepReport): Promise<void> {
  const { old, now } = step;
  switch (step.op) {
    case "same":
      if (old !== undefined && now !== undefined) keep(op, old, now);
      return;
    case "create":
    case "create-replacement":
      if (now !== undefined) await create(op, host, old, now, step.afterDeletion ?? false);
      return;
    case "update":
      if (old !== undefined && now !== undefined) await update(op, host, old, now);
      return;
    case "delete":
    case "delete-replaced":
      if (old !== undefined) await deleteOld(op, host, old, step.beforeReplacement ?? false);
      return;
    case "refresh":
      if (old !== undefined) await refreshOld(op, host, old, report);
      return;
    case "replace":
      // Only says what the steps around it are for.
      return;
  }
}

function keep(op: Operation, old: ResourceState, now: ResourceState): void {
  now.id = old.id;
  const outputs = op.options.fault === "same-keeps-new-outputs" ? now.inputs : old.outputs;
  now.outputs = markOutputs(outputs, now.additionalSecretOutputs);
  op.snapshot.replace(old, now);
}

async function create(
  op: Operation,
  host: ProviderHost,
  old: ResourceState | undefined,
  now: ResourceState,
  afterDeletion: boolean,
): Promise<void> {
  let failure: InitError | undefined;
  if (now.custom) {
    const made = await inFlight(op, "creating", now, async () =>
      (await host.forProgram(now.type)).calls.create(now.urn, now.inputs),
    );
    failure = made instanceof InitError ? made : undefined;
    const outputs = made instanceof InitError ? made.properties : made.outputs;
    if (made.id === "" && !op.settings.dryRun) throw new Error("the provider created it without an id");
    now.id = made.id;
    setOutputs(op, now, outputs);
  }
  now.initErrors = [...(failure?.reasons ?? [])];
  if (old !== undefined && !afterDeletion) Object.assign(old, { delete: true, pendingReplacement: false });
  op.snapshot.replace(afterDeletion ? old : undefined, now);
  if (failure !== undefined) throw failure;
}

async function update(
  op: Operation,
  host: ProviderHost,
  old: ResourceState,
  now: ResourceState,
): Promise<void> {
  now.id = old.id;
  let failure: InitError | undefined;
  if (now.custom) {
    const made = await inFlight(op, "updating", old, async () => {
      const { calls } = await host.forProgram(now.type);
      return { id: old.id, outputs: await calls.update({ ...old, urn: now.urn }, now.inputs) };
    });
    failure = made instanceof InitError ? made : undefined;
    setOutputs(op, now, made instanceof InitError ? made.properties : made.outputs);
  }
  now.initErrors = [...(failure?.reasons ?? [])];
  // After a partial failure the old inputs stay, so that the next diff sees the change again.
  op.snapshot.replace(old, failure === undefined ? now : { ...now, inputs: old.inputs });
  if (failure !== undefined) throw failure;
}

/** In a preview nothing is called: what is not an input is unknown, so it is not among the outputs. */
async function inFlight(
  op: Operation,
  type: PendingOperation["type"],
  state: ResourceState,
  call: () => ReturnType<ProviderCalls["create"]>,
): Promise<{ id: string; outputs: Props } | InitError> {
  if (op.settings.dryRun) return { id: "", outputs: {} };
  const ended = op.snapshot.begin(type, state);
  try {
    return await call();
  } catch (error) {
    if (error instanceof InitError) return error;
    throw error;
  } finally {
    if (!op.terminated) ended();
  }
}

function setOutputs(op: Operation, now: ResourceState, outputs: Props): void {
  const known = op.settings.dryRun ? now.inputs : reMarkSecrets(outputs, now.inputs, op.options.fault);
  now.outputs = markOutputs(known, now.additionalSecretOutputs);
}

function finish(report: StepReport, step: Step, status: StepReport["status"]): void {
  const id = report.id === "" ? (step.now?.id ?? "") : report.id;
  const outputs = step.now === undefined ? {} : { newOutputs: maskedProps(step.now.outputs) };
  Object.assign(report, { id, status, ...outputs });
}
