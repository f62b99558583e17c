import type { Draft } from "./draft";
import { flag, type Setter, span } from "./read-values";
import { expandSpecifiers } from "./specifiers";

const UNIT_NAME =
  /^[A-Za-z0-9:_.\\@-]+\.(service|target|socket|mount|path|timer|slice|device|automount|swap|scope)$/;

/** `[Unit]` directives that the stand-in acts on. */
export const UNIT_DIRECTIVES: Readonly<Record<string, Setter<Draft>>> = {
  Description: (draft, value) => {
    draft.description = expandSpecifiers(value, draft.specifiers) ?? draft.description;
    return undefined;
  },
  Conflicts: dependencies("Conflicts"),
  Before: dependencies("Before"),
  After: dependencies("After"),
  Wants: dependencies("Wants"),
  Requires: dependencies("Requires"),
  OnFailure: dependencies("OnFailure"),
  ConditionPathExists: (draft, value) => {
    if (value === "") draft.conditions = [];
    else if (!/^[!|]*\//.test(value)) return `ConditionPathExists= path is not absolute, ignoring: ${value}`;
    else draft.conditions.push(value);
    return undefined;
  },
  RefuseManualStart: flag((draft, on) => {
    draft.refuseManualStart = on;
  }),
  DefaultDependencies: flag(() => undefined),
  StartLimitIntervalSec: span((draft, ms) => {
    draft.startLimit.intervalMs = ms;
  }),
  StartLimitBurst: (draft, value) => {
    if (!/^\d+$/.test(value)) return `Failed to parse unsigned value, ignoring: ${value}`;
    draft.startLimit.burst = Number(value);
    return undefined;
  },
};

/** A list of unit names. An empty assignment resets nothing. */
function dependencies(key: keyof Draft["lists"]): Setter<Draft> {
  return (draft, value) => {
    const complaints: string[] = [];
    for (const word of value.split(/\s+/).filter((text) => text !== "")) {
      const name = expandSpecifiers(word, draft.specifiers);
      if (name === undefined)
        complaints.push(`Failed to resolve unit specifiers in '${word}', ignoring: Invalid slot`);
      else if (!UNIT_NAME.test(name)) {
        complaints.push(`Failed to add dependency on ${name}, ignoring: Invalid argument`);
      } else if (!draft.lists[key].includes(name)) draft.lists[key].push(name);
    }
    return complaints.length > 0 ? complaints.join("\n") : undefined;
  };
}
