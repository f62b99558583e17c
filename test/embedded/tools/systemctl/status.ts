import { unitFileState } from "../../manager/enablement";
import { unitName } from "./arguments";
import type { Verb } from "./systemctl";

/** `systemctl status`: the lines that people read, and the exit status that scripts read. */
export const status: Verb = ({ manager }, { words }) => {
  let code = 0;
  const blocks: string[] = [];
  const errors: string[] = [];
  for (const name of words.map(unitName)) {
    const unit = manager.registry.get(name);
    const { definition } = unit;
    if (definition.loadState === "not-found" && unit.isDown()) {
      errors.push(`Unit ${name} could not be found.\n`);
      code = 4;
      continue;
    }
    if (unit.activeState !== "active" && unit.activeState !== "activating") code ||= 3;
    const dot = unit.activeState === "failed" ? "×" : unit.activeState === "inactive" ? "○" : "●";
    const state = unitFileState(manager.paths, manager.sandbox, name) ?? "";
    const why = unit.activeState === "failed" ? `Result: ${unit.result}` : unit.subState;
    blocks.push(
      [
        `${dot} ${name} - ${definition.description}`,
        `     Loaded: ${definition.loadState} (${definition.fragmentPath}; ${state}; preset: enabled)`,
        `     Active: ${unit.activeState} (${why})`,
        ...(unit.mainPid > 0 ? [`   Main PID: ${unit.mainPid}`] : []),
        "",
        ...manager.journal.of(name).slice(-10),
        "",
      ].join("\n"),
    );
  }
  return { code, out: blocks.join("\n"), err: errors.join("") };
};
