import { unitFileState } from "../../manager/enablement";
import { matches } from "./patterns";
import type { Verb } from "./systemctl";

/** Verbs that list units. */
export const LIST_VERBS: Readonly<Record<string, Verb>> = {
  "list-units": ({ manager }, { words, flags, values }) => {
    const type = values.get("--type");
    const states = values.get("--state")?.split(",");
    const units = manager.registry
      .all()
      .filter((unit) => matches(unit.name, words))
      .filter((unit) => type === undefined || unit.name.endsWith(`.${type}`))
      .filter(
        (unit) =>
          states?.includes(unit.activeState) ?? (flags.has("--all") || unit.activeState !== "inactive"),
      );
    const rows = units.map((unit) => [
      unit.name,
      unit.definition.loadState,
      unit.activeState,
      unit.subState,
      unit.definition.description,
    ]);
    return {
      code: 0,
      out: table(["UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"], rows, flags, "loaded units listed."),
    };
  },
  "list-unit-files": ({ manager }, { words, flags }) => {
    const names = manager.paths.unitNames().filter((name) => matches(name, words));
    const rows = names.map((name) => {
      const state = unitFileState(manager.paths, manager.sandbox, name) ?? "";
      return [name, state, state === "static" ? "-" : "enabled"];
    });
    return {
      code: rows.length > 0 || words.length === 0 ? 0 : 1,
      out: table(["UNIT FILE", "STATE", "PRESET"], rows, flags, "unit files listed."),
    };
  },
};

function table(head: string[], rows: string[][], flags: ReadonlySet<string>, legend: string): string {
  const bare = flags.has("--no-legend") || flags.has("--legend=false");
  const shown = bare ? rows : [head, ...rows];
  const widths = head.map((_, column) => Math.max(...shown.map((row) => (row[column] ?? "").length), 0));
  const text = shown.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(" ")
      .trimEnd(),
  );
  const lines = bare ? text : [...text, "", `${rows.length} ${legend}`];
  return lines.map((line) => `${line}\n`).join("");
}
