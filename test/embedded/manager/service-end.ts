import { describeOutcome, type Outcome, restarts, resultOf } from "./outcome";
import { enter, type ServiceContext, titleOf } from "./service-context";
import { TransactionError } from "./transaction/transaction-error";
import type { Result, Unit } from "./unit";

/** The main process of a service has ended, for whatever reason. */
export function ended(context: ServiceContext, unit: Unit, outcome: Outcome): void {
  const { service } = unit.definition;
  const stopping = unit.activeState === "deactivating";
  const wasStarting = unit.activeState === "activating";
  unit.clearTimers();
  unit.process = undefined;
  unit.mainPid = 0;
  unit.execMainCode = outcome.kind === "exited" ? 1 : 2;
  unit.execMainStatus = outcome.status;
  context.behaviours.end(unit);
  const result = resultOf(outcome, service);
  if (outcome.kind === "killed" ? unit.result === "timeout" || result !== "success" : outcome.status !== 0) {
    context.journal.add(unit.name, `${unit.name}: Main process exited, ${describeOutcome(outcome)}`);
  }
  if (unit.result === "success") unit.result = result;
  if (stopping) return finishStop(context, unit);
  if (service.type === "oneshot" && unit.result === "success") return finishOneshot(context, unit);
  if (restarts(service, outcome, unit.result)) return waitForRestart(context, unit);
  if (unit.result === "success") {
    context.journal.add(unit.name, `${unit.name}: Deactivated successfully.`);
    return rest(context, unit);
  }
  fail(context, unit, unit.result, wasStarting);
}

/** The unit ends in `failed` for this reason, or waits to be started again by its policy. */
export function fail(context: ServiceContext, unit: Unit, result: Result, startFailed = true): void {
  unit.result = result;
  context.journal.add(unit.name, `${unit.name}: Failed with result '${result}'.`);
  if (result === "resources" && restarts(unit.definition.service, undefined, result)) {
    return waitForRestart(context, unit, false);
  }
  if (startFailed && unit.job && unit.job.type !== "stop") {
    context.journal.add(unit.name, `Failed to start ${titleOf(unit)}.`);
  }
  enter(context, unit, "failed", "failed");
  context.engine.down(unit);
}

/** The unit comes to rest without anything to complain about. */
export function rest(context: ServiceContext, unit: Unit): void {
  enter(context, unit, "inactive", "dead");
  context.engine.down(unit);
}

function finishOneshot(context: ServiceContext, unit: Unit): void {
  if (unit.definition.service.remainAfterExit) {
    enter(context, unit, "active", "exited");
    context.journal.add(unit.name, `Finished ${titleOf(unit)}.`);
    return context.engine.up(unit, "done");
  }
  context.journal.add(unit.name, `${unit.name}: Deactivated successfully.`);
  context.journal.add(unit.name, `Finished ${titleOf(unit)}.`);
  enter(context, unit, "inactive", "dead");
  if (unit.job?.type === "start") context.engine.up(unit, "done");
  else context.engine.down(unit);
}

function finishStop(context: ServiceContext, unit: Unit): void {
  const asked = unit.job !== undefined && unit.job.type !== "start";
  const failed = unit.result !== "success";
  context.journal.add(
    unit.name,
    failed ? `${unit.name}: Failed with result '${unit.result}'.` : `${unit.name}: Deactivated successfully.`,
  );
  if (asked) context.journal.add(unit.name, `Stopped ${titleOf(unit)}.`);
  enter(context, unit, failed ? "failed" : "inactive", failed ? "failed" : "dead");
  context.engine.down(unit);
}

/** `Restart=` has its way after `RestartSec=`, unless somebody stops the unit before. */
function waitForRestart(context: ServiceContext, unit: Unit, says = true): void {
  if (unit.result === "success") context.journal.add(unit.name, `${unit.name}: Deactivated successfully.`);
  else if (says) context.journal.add(unit.name, `${unit.name}: Failed with result '${unit.result}'.`);
  if (unit.job?.type === "start") {
    context.journal.add(unit.name, `Failed to start ${titleOf(unit)}.`);
    context.engine.up(unit, "failed");
  }
  enter(context, unit, "activating", "auto-restart");
  const { restartMs } = unit.definition.service;
  if (restartMs === Number.POSITIVE_INFINITY) return;
  unit.timer = setTimeout(() => {
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
  }, restartMs);
}
