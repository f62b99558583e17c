import { existsSync } from "node:fs";
import { unlockedCommand } from "../../../provider/core/units/lock-wrapper";
import type { Behaviour } from "./behaviour";
import { findProgram } from "./launch";
import type { ServiceContext } from "./service-context";
import type { Unit } from "./unit";
import type { Definition } from "./unit-file/definition";

/** A definition without the `flock` in front of its command, and what `flock` does instead of running that. */
export interface BehindLocks {
  readonly definition: Definition;
  /** Its end and what it prints, when a lock is taken or missing, or the program is. */
  readonly instead?: Behaviour;
}

/** Takes the locks of a unit's command in their order. Observed statuses: 73 as asked for, 66, 69. */
export function behindLocks({ sandbox, locks }: ServiceContext, unit: Unit): BehindLocks {
  const { definition } = unit;
  const [first, ...rest] = definition.service.execStart;
  if (first === undefined) return { definition };
  const unlocked = unlockedCommand([first.path, ...first.args]);
  const [path = "", ...args] = unlocked.command;
  if (unlocked.locks.length === 0) return { definition };
  const inner = {
    ...definition,
    service: { ...definition.service, execStart: [{ ...first, path, args }, ...rest] },
  };
  for (const name of unlocked.locks) {
    const lock = `/run/hermes-fleet/${name}`;
    const missing = `flock: cannot open lock file ${lock}: No such file or directory`;
    if (!existsSync(sandbox.path(lock))) return { definition: inner, instead: ends(66, missing) };
    if (!locks.take(lock, unit)) return { definition: inner, instead: ends(73) };
  }
  const found = findProgram(sandbox, path);
  if (found === "missing" || found === "not-executable") {
    const why = found === "missing" ? "No such file or directory" : "Permission denied";
    return { definition: inner, instead: ends(69, `flock: failed to execute ${path}: ${why}`) };
  }
  return { definition: inner };
}

function ends(exitCode: number, ...prints: string[]): Behaviour {
  return { exitCode, prints };
}
