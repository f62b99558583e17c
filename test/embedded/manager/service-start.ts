import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { behindLocks } from "./behind-locks";
import { prepareLaunch } from "./launch";
import { enter, type ServiceContext, titleOf } from "./service-context";
import { fail, rest } from "./service-end";
import { runService } from "./service-run";
import type { Unit } from "./unit";

/** Starts a service, or what `systemctl start` makes of a target. */
export function startService(context: ServiceContext, unit: Unit, automatic: boolean): void {
  if (!unit.name.endsWith(".service")) {
    enter(context, unit, "active", "active");
    context.engine.up(unit, "done");
  } else if (isOverLimit(context, unit)) {
    context.journal.add(unit.name, `${unit.name}: Start request repeated too quickly.`);
    fail(context, unit, unit.result === "success" ? "start-limit-hit" : unit.result);
  } else {
    if (!automatic) unit.nRestarts = 0;
    const unmet = unit.definition.conditions.find((condition) => !holds(context, condition));
    if (unmet === undefined) begin(context, unit);
    else skip(context, unit, unmet);
  }
}

function begin(context: ServiceContext, unit: Unit): void {
  const { type } = unit.definition.service;
  unit.clearTimers();
  unit.result = "success";
  unit.invocationId = randomBytes(16).toString("hex");
  unit.execMainCode = 0;
  unit.execMainStatus = 0;
  const { definition, instead } = behindLocks(context, unit);
  const launch = instead
    ? ({ kind: "simulated", environment: {}, cwd: context.sandbox.root } as const)
    : prepareLaunch(context.sandbox, definition, context.account?.name);
  if (type !== "simple" && type !== "idle" && launch.kind !== "resources") {
    context.journal.add(unit.name, `Starting ${titleOf(unit)}...`);
  }
  runService(context, unit, { launch, definition, ...(instead && { instead }) });
}

function skip(context: ServiceContext, unit: Unit, condition: string): void {
  const why = `because of an unmet condition check (ConditionPathExists=${condition})`;
  context.journal.add(unit.name, `${titleOf(unit)} was skipped ${why}.`);
  context.engine.up(unit, "done");
  rest(context, unit);
}

function isOverLimit({ clock }: ServiceContext, unit: Unit): boolean {
  const { intervalMs, burst } = unit.definition.startLimit;
  if (intervalMs === 0 || burst === 0) return false;
  const now = clock.now() / 1000;
  unit.starts = unit.starts.filter((time) => now - time < intervalMs);
  if (unit.starts.length >= burst) return true;
  unit.starts.push(now);
  return false;
}

function holds({ sandbox }: ServiceContext, condition: string): boolean {
  const [, marks = "", path = ""] = /^([!|]*)(.*)$/.exec(condition) ?? [];
  return existsSync(sandbox.path(path)) !== marks.includes("!");
}
