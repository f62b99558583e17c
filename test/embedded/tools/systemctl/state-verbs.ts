import { commandName } from "../../manager/service-context";
import type { Unit } from "../../manager/unit";
import { signalName, signalNumber } from "../../manager/unit-file/signals";
import { unitName } from "./arguments";
import { status } from "./status";
import type { Verb } from "./systemctl";

/** Verbs about what units are doing. */
export const STATE_VERBS: Readonly<Record<string, Verb>> = {
  "is-active": ({ manager }, { words, flags }) => {
    const states = words.map((word) => manager.registry.get(unitName(word)).activeState);
    const code = states.includes("active") ? 0 : 3;
    return { code, out: flags.has("--quiet") ? "" : lines(states) };
  },
  "is-failed": ({ manager }, { words, flags }) => {
    const states = words.map((word) => manager.registry.get(unitName(word)).activeState);
    return { code: states.includes("failed") ? 0 : 1, out: flags.has("--quiet") ? "" : lines(states) };
  },
  "is-system-running": ({ manager }, { flags }) => {
    const degraded = manager.registry.all().some((unit) => unit.activeState === "failed");
    const out = flags.has("--quiet") ? "" : `${degraded ? "degraded" : "running"}\n`;
    return { code: degraded ? 1 : 0, out };
  },
  "reset-failed": ({ manager }, { words }) => {
    if (words.length === 0) {
      for (const unit of manager.registry.all()) resetFailed(unit);
      return { code: 0 };
    }
    const errors: string[] = [];
    for (const name of words.map(unitName)) {
      const unit = manager.registry.loaded(name);
      if (unit) resetFailed(unit);
      else errors.push(`Failed to reset failed state of unit ${name}: Unit ${name} not loaded.`);
    }
    return { code: errors.length > 0 ? 1 : 0, err: lines(errors) };
  },
  kill: ({ manager }, { words, values }) => {
    const signal = signalNumber(values.get("--signal") ?? "SIGTERM") ?? 15;
    const errors: string[] = [];
    for (const name of words.map(unitName)) {
      const unit = manager.registry.loaded(name);
      if (!unit) errors.push(`Failed to kill unit ${name}: Unit ${name} not loaded.`);
      else if (!unit.process) errors.push(`Failed to kill unit ${name}: No main process to kill`);
      else {
        const command = commandName(unit);
        const what = `SIG${signalName(signal)} to main process ${unit.mainPid} (${command})`;
        manager.journal.add(name, `${name}: Sent signal ${what} on client request.`);
        unit.process.kill(signal);
      }
    }
    return { code: errors.length > 0 ? 1 : 0, err: lines(errors) };
  },
  status,
};

function resetFailed(unit: Unit): void {
  unit.starts = [];
  unit.nRestarts = 0;
  if (unit.activeState !== "failed") return;
  unit.activeState = "inactive";
  unit.subState = "dead";
  unit.result = "success";
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
