import { describeOutcome, type Outcome, restarts, resultOf } from "./outcome";
import { enter, type ServiceContext, titleOf } from "./service-context";
import { TransactionError } from "./transaction/transaction-error";
import type { Result, Unit } from "./unit";

/** The main process of a service has ended, for whatever reason. */
export function ended(context: ServiceContext, unit: Unit, outcome: Outcome): void {
  // The power went before: nobody is there who would restart it.
  if (unit.forgotten) return;
  const { service } = unit.definition;
  const stopping = unit.activeState === "deactivating";
  const startFailed = unit.activeState === "activating";
  unit.clearTimers();
  unit.process = undefined;
  unit.mainPid = 0;
  unit.execMainCode = outcome.kind === "exited" ? 1 : 2;
  unit.execMainStatus = outcome.status;
  context.behaviours.end(unit);
  context.locks.release(unit);
  const result = resultOf(outcome, service);
  if (isWorthALine(unit, outcome, result)) {
    context.journal.add(unit.name, `${unit.name}: Main process exited, ${describeOutcome(outcome)}`);
  }
  if (unit.result === "success") unit.result = result;
  if (stopping) finishStop(context, unit);
  else if (service.type === "oneshot" && unit.result === "success") finishOneshot(context, unit);
  else if (restarts(service, outcome, unit.result)) waitForRestart(context, unit);
  else if (unit.result !== "success") fail(context, unit, unit.result, startFailed);
  else {
    context.journal.add(unit.name, `${unit.name}: Deactivated successfully.`);
    rest(context, unit);
  }
}

/** The unit ends in `failed` for this reason, or waits to be started again by its policy. */
export function fail(context: ServiceContext, unit: Unit, result: Result, startFailed = true): void {
  unit.result = result;
  if (result === "resources" && restarts(unit.definition.service, undefined, result)) {
    waitForRestart(context, unit);
    return;
  }
  context.journal.add(unit.name, `${unit.name}: Failed with result '${result}'.`);
  if (startFailed && unit.job && unit.job.type !== "stop") {
    context.journal.add(unit.name, `Failed to start ${titleOf(unit)}.`);
  }
  enter(context, unit, "failed", "failed");
  startOnFailure(context, unit);
  context.engine.down(unit);
}

function startOnFailure({ engine, journal }: ServiceContext, unit: Unit): void {
  const { name, definition } = unit;
  if (definition.onFailure.length > 0) journal.add(name, `${name}: Triggering OnFailure= dependencies.`);
  for (const other of definition.onFailure) {
    try {
      engine.request("start", other);
      unit.kept = true;
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      journal.add(name, `${name}: Failed to enqueue OnFailure= job, ignoring: ${error.message}`);
    }
  }
}

/** The unit comes to rest without anything to complain about. */
export function rest(context: ServiceContext, unit: Unit): void {
  enter(context, unit, "inactive", "dead");
  context.engine.down(unit);
}

function isWorthALine(unit: Unit, { kind, status }: Outcome, result: Result): boolean {
  if (kind === "exited") return status !== 0;
  return result !== "success" || unit.result === "timeout";
}

function finishOneshot(context: ServiceContext, unit: Unit): void {
  const stays = unit.definition.service.remainAfterExit;
  if (!stays) context.journal.add(unit.name, `${unit.name}: Deactivated successfully.`);
  context.journal.add(unit.name, `Finished ${titleOf(unit)}.`);
  if (stays) enter(context, unit, "active", "exited");
  else enter(context, unit, "inactive", "dead");
  if (stays || unit.job?.type === "start") context.engine.up(unit, "done");
  else context.engine.down(unit);
}

function finishStop(context: ServiceContext, unit: Unit): void {
  const asked = unit.job !== undefined && unit.job.type !== "start";
  const failed = unit.result !== "success";
  const how = failed ? `Failed with result '${unit.result}'.` : "Deactivated successfully.";
  context.journal.add(unit.name, `${unit.name}: ${how}`);
  if (asked) context.journal.add(unit.name, `Stopped ${titleOf(unit)}.`);
  enter(context, unit, failed ? "failed" : "inactive", failed ? "failed" : "dead");
  context.engine.down(unit);
}

/** `Restart=` has its way after `RestartSec=`, unless somebody stops the unit before. */
function waitForRestart(context: ServiceContext, unit: Unit): void {
  const { restartMs } = unit.definition.service;
  const how =
    unit.result === "success" ? "Deactivated successfully." : `Failed with result '${unit.result}'.`;
  context.journal.add(unit.name, `${unit.name}: ${how}`);
  enter(context, unit, "activating", "auto-restart");
  if (unit.job?.type === "start") {
    context.journal.add(unit.name, `Failed to start ${titleOf(unit)}.`);
    context.engine.up(unit, "failed");
  }
  if (restartMs !== Number.POSITIVE_INFINITY)
    unit.timer = setTimeout(() => restart(context, unit), restartMs);
}

function restart(context: ServiceContext, unit: Unit): void {
  unit.nRestarts += 1;
  context.journal.add(
    unit.name,
    `${unit.name}: Scheduled restart job, restart counter is at ${unit.nRestarts}.`,
  );
  try {
    context.engine.request("restart", unit.name, true);
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    context.journal.add(unit.name, `${unit.name}: Failed to schedule restart job: ${error.message}`);
    fail(context, unit, "resources", false);
  }
}
