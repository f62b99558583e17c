import { commandName, enter, type ServiceContext, titleOf } from "./service-context";
import { rest } from "./service-end";
import type { Unit } from "./unit";

/** Stops a unit that is up, or on its way there. */
export function stopService(context: ServiceContext, unit: Unit): void {
  const { service } = unit.definition;
  const { journal } = context;
  unit.clearTimers();
  if (!unit.process) {
    // A target, a finished oneshot, or a pending automatic restart.
    journal.add(unit.name, `Stopped ${titleOf(unit)}.`);
    rest(context, unit);
    return;
  }
  journal.add(unit.name, `Stopping ${titleOf(unit)}...`);
  enter(context, unit, "deactivating", "stop-sigterm");
  unit.process.kill(service.killSignal);
  if (service.stopTimeoutMs === Number.POSITIVE_INFINITY) return;
  unit.timer = setTimeout(() => {
    journal.add(unit.name, `${unit.name}: State 'stop-sigterm' timed out. Killing.`);
    if (unit.mainPid > 0) {
      const command = commandName(unit);
      journal.add(
        unit.name,
        `${unit.name}: Killing process ${unit.mainPid} (${command}) with signal SIGKILL.`,
      );
    }
    unit.result = "timeout";
    enter(context, unit, "deactivating", "stop-sigkill");
    unit.process?.kill(9);
  }, service.stopTimeoutMs);
}
