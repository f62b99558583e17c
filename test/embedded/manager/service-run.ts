import type { Behaviour } from "./behaviour";
import type { Launch } from "./launch";
import { RealProcess } from "./real-process";
import { enter, type ServiceContext, titleOf } from "./service-context";
import { ended, fail } from "./service-end";
import { SimulatedProcess } from "./simulated-process";
import type { Unit } from "./unit";
import type { Definition } from "./unit-file/definition";

// Beyond the largest pid that Linux gives out, so that a signal to one can never hit a real process.
let lastSimulatedPid = 4_194_304;

type Program = Launch & { readonly kind: "simulated" | "real" };

/** One start: what is launched, the command behind its locks, and what happens instead when a lock refuses it. */
export interface Start {
  readonly launch: Launch;
  readonly definition: Definition;
  readonly instead?: Behaviour;
}

/** Makes a unit's process, or fails as systemd does when there cannot be one. */
export function runService(context: ServiceContext, unit: Unit, start: Start): void {
  const { launch } = start;
  if (launch.kind === "resources") {
    enter(context, unit, "activating", "start");
    for (const line of launch.says) context.journal.add(unit.name, line);
    fail(context, unit, "resources");
  } else if (launch.kind === "failed") {
    // Type=simple counts as started before the program is even looked for.
    if (isStartedAtOnce(unit)) announce(context, unit);
    else enter(context, unit, "activating", "start");
    for (const line of launch.says) context.journal.add(unit.name, line);
    ended(context, unit, { kind: "exited", status: launch.status });
  } else {
    const readyMs =
      launch.kind === "real"
        ? startReal(context, unit, start.definition, launch)
        : startSimulated(context, unit, start, launch);
    unit.mainPid = unit.process?.pid ?? 0;
    unit.execMainPid = unit.mainPid;
    limitRuntime(context, unit);
    waitUntilReady(context, unit, readyMs);
  }
}

function startSimulated(
  context: ServiceContext,
  unit: Unit,
  { definition, instead }: Start,
  { environment }: Program,
): number {
  const program = definition.service.execStart[0]?.path ?? "";
  const behaviour = instead ?? context.behaviours.begin(unit, program, environment);
  for (const line of behaviour.prints ?? []) context.journal.add(unit.name, line);
  lastSimulatedPid += 1;
  unit.process = new SimulatedProcess(lastSimulatedPid, behaviour, (outcome) =>
    ended(context, unit, outcome),
  );
  return behaviour.readyMs ?? 0;
}

function startReal(
  context: ServiceContext,
  unit: Unit,
  definition: Definition,
  { cwd, environment }: Program,
): number {
  const { execStart, umask, outputFile } = definition.service;
  unit.process = new RealProcess({
    path: execStart[0]?.path ?? "",
    args: execStart[0]?.args ?? [],
    cwd,
    env: { ...context.environment(), INVOCATION_ID: unit.invocationId, ...environment },
    umask,
    outputFile: outputFile && context.sandbox.path(outputFile),
    onLine: (line) => context.journal.add(unit.name, line),
    onEnd: (outcome) => ended(context, unit, outcome),
  });
  return 0;
}

function waitUntilReady(context: ServiceContext, unit: Unit, readyMs: number): void {
  const { type } = unit.definition.service;
  if (type === "oneshot" || type === "notify") enter(context, unit, "activating", "start");
  if (type === "notify") unit.timer = setTimeout(() => announce(context, unit), readyMs);
  else if (type !== "oneshot") announce(context, unit);
}

function announce(context: ServiceContext, unit: Unit): void {
  enter(context, unit, "active", "running");
  context.journal.add(unit.name, `Started ${titleOf(unit)}.`);
  context.engine.up(unit, "done");
}

function isStartedAtOnce({ definition }: Unit): boolean {
  return definition.service.type === "simple" || definition.service.type === "idle";
}

function limitRuntime(context: ServiceContext, unit: Unit): void {
  const { runtimeMaxMs, stopTimeoutMs, killSignal } = unit.definition.service;
  if (runtimeMaxMs === Number.POSITIVE_INFINITY) return;
  unit.runtimeTimer = setTimeout(() => {
    context.journal.add(unit.name, `${unit.name}: Service reached runtime time limit. Stopping.`);
    unit.result = "timeout";
    enter(context, unit, "deactivating", "stop-sigterm");
    unit.process?.kill(killSignal);
    unit.timer = setTimeout(() => unit.process?.kill(9), stopTimeoutMs);
  }, runtimeMaxMs);
}
