import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { type Launch, prepareLaunch } from "./launch";
import { RealProcess } from "./real-process";
import { enter, type ServiceContext, titleOf } from "./service-context";
import { ended, fail, rest } from "./service-end";
import { SimulatedProcess } from "./simulated-process";
import type { Unit } from "./unit";

// Beyond the largest pid that Linux gives out, so that a signal to one can never hit a real process.
let lastSimulatedPid = 4_194_304;

/** Starts a service, or what `systemctl start` makes of a target. */
export function startService(context: ServiceContext, unit: Unit, automatic: boolean): void {
  const { definition, name } = unit;
  if (!name.endsWith(".service")) {
    enter(context, unit, "active", "active");
    return context.engine.up(unit, "done");
  }
  if (overLimit(context, unit)) return refuse(context, unit);
  if (!automatic) unit.nRestarts = 0;
  const failing = definition.conditions.find((condition) => !holds(context, condition));
  if (failing !== undefined) {
    context.journal.add(
      name,
      `${titleOf(unit)} was skipped because of an unmet condition check (ConditionPathExists=${failing}).`,
    );
    rest(context, unit);
    return context.engine.up(unit, "done");
  }
  unit.result = "success";
  unit.invocationId = randomBytes(16).toString("hex");
  unit.execMainCode = 0;
  unit.execMainStatus = 0;
  const waits = definition.service.type !== "simple" && definition.service.type !== "idle";
  if (waits) context.journal.add(name, `Starting ${titleOf(unit)}...`);
  run(context, unit, prepareLaunch(context.sandbox, definition));
}

function run(context: ServiceContext, unit: Unit, launch: Launch): void {
  const { service } = unit.definition;
  const { journal, engine } = context;
  if (launch.kind === "resources") {
    for (const line of launch.says) journal.add(unit.name, line);
    enter(context, unit, "activating", "start");
    return fail(context, unit, "resources");
  }
  if (launch.kind === "failed") return runAndFail(context, unit, launch);
  const behaviour =
    launch.kind === "simulated" ? context.behaviours.begin(unit, launch.environment) : undefined;
  if (behaviour) {
    lastSimulatedPid += 1;
    for (const line of behaviour.prints ?? []) journal.add(unit.name, line);
    unit.process = new SimulatedProcess(lastSimulatedPid, behaviour, (end) => ended(context, unit, end));
  } else unit.process = realProcess(context, unit, launch);
  unit.mainPid = unit.process.pid;
  unit.execMainPid = unit.process.pid;
  const running = () => {
    enter(context, unit, "active", "running");
    journal.add(unit.name, `Started ${titleOf(unit)}.`);
    engine.up(unit, "done");
  };
  if (service.runtimeMaxMs !== Number.POSITIVE_INFINITY) limitRuntime(context, unit);
  if (service.type === "oneshot") return enter(context, unit, "activating", "start");
  if (service.type !== "notify" || !behaviour) return running();
  enter(context, unit, "activating", "start");
  unit.timer = setTimeout(running, behaviour.readyMs ?? 0);
}

/** The process that never became the program: `Type=simple` counts as started all the same. */
function runAndFail(context: ServiceContext, unit: Unit, launch: Launch & { kind: "failed" }): void {
  const { type } = unit.definition.service;
  if (type === "simple" || type === "idle") {
    enter(context, unit, "active", "running");
    context.journal.add(unit.name, `Started ${titleOf(unit)}.`);
    context.engine.up(unit, "done");
  } else enter(context, unit, "activating", "start");
  for (const line of launch.says) context.journal.add(unit.name, line);
  ended(context, unit, { kind: "exited", status: launch.status });
}

function realProcess(
  context: ServiceContext,
  unit: Unit,
  launch: Launch & { kind: "real" | "simulated" },
): RealProcess {
  const { execStart, umask } = unit.definition.service;
  return new RealProcess({
    path: execStart[0]?.path ?? "",
    args: execStart[0]?.args ?? [],
    cwd: launch.cwd,
    env: { ...context.environment(), INVOCATION_ID: unit.invocationId, ...launch.environment },
    umask,
    onLine: (line) => context.journal.add(unit.name, line),
    onEnd: (outcome) => ended(context, unit, outcome),
  });
}

function limitRuntime(context: ServiceContext, unit: Unit): void {
  const { runtimeMaxMs, stopTimeoutMs } = unit.definition.service;
  unit.runtimeTimer = setTimeout(() => {
    context.journal.add(unit.name, `${unit.name}: Service reached runtime time limit. Stopping.`);
    unit.result = "timeout";
    enter(context, unit, "deactivating", "stop-sigterm");
    unit.process?.kill(unit.definition.service.killSignal);
    unit.timer = setTimeout(() => unit.process?.kill(9), stopTimeoutMs);
  }, runtimeMaxMs);
}

function overLimit({ clock }: ServiceContext, unit: Unit): boolean {
  const { intervalMs, burst } = unit.definition.startLimit;
  if (intervalMs === 0 || burst === 0) return false;
  const now = clock.now() / 1000;
  unit.starts = unit.starts.filter((time) => now - time < intervalMs);
  if (unit.starts.length >= burst) return true;
  unit.starts.push(now);
  return false;
}

function refuse(context: ServiceContext, unit: Unit): void {
  context.journal.add(unit.name, `${unit.name}: Start request repeated too quickly.`);
  fail(context, unit, unit.result === "success" ? "start-limit-hit" : unit.result);
}

function holds({ sandbox }: ServiceContext, condition: string): boolean {
  const [, marks = "", path = ""] = /^([!|]*)(.*)$/.exec(condition) ?? [];
  return existsSync(sandbox.path(path)) !== marks.includes("!");
}
