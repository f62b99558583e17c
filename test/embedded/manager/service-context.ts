import { basename } from "node:path";
import type { Sandbox } from "../machine/sandbox";
import type { Behaviours } from "./behaviours";
import type { Clock } from "./clock";
import type { JobEngine } from "./job-engine";
import type { Journal } from "./journal";
import type { MachineLocks } from "./machine-locks";
import type { Account } from "./place";
import type { ActiveState, Unit } from "./unit";

/** What the parts that run services share. */
export interface ServiceContext {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly engine: JobEngine;
  readonly behaviours: Behaviours;
  readonly locks: MachineLocks;
  /** Whose manager it is, and so as whom its services run; process 1 has none. */
  readonly account?: Account;
  /** Environment of real processes of services. */
  readonly environment: () => Readonly<Record<string, string>>;
}

/** Moves a unit to a state and stamps the change. */
export function enter(
  { clock }: ServiceContext,
  unit: Unit,
  activeState: ActiveState,
  subState: string,
): void {
  const now = clock.now();
  const before = unit.activeState;
  const wasDown = unit.isDown();
  unit.activeState = activeState;
  unit.subState = subState;
  if (before === activeState) return;
  unit.stamps.stateChange = now;
  if (activeState === "active") unit.stamps.activeEnter = now;
  if (before === "active") unit.stamps.activeExit = now;
  if (unit.isDown() && !wasDown) unit.stamps.inactiveEnter = now;
  if (!unit.isDown() && wasDown) unit.stamps.inactiveExit = now;
}

/** What the kernel calls the main process. */
export function commandName({ definition }: Unit): string {
  return basename(definition.service.execStart[0]?.path ?? "").slice(0, 15);
}

/** `gw-a.service - a gateway`, as messages name a unit. */
export function titleOf({ definition, name }: Unit): string {
  return definition.description === name ? name : `${name} - ${definition.description}`;
}
