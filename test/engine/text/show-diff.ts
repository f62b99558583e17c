import type { PropertyChange } from "../model/diff-values";
import { type PropertyPath, valueAt } from "../model/property-path";
import { isObject, type Props, UNKNOWN, type Value } from "../model/values";
import { line, type Sign } from "./lines";
import { showTextDiff } from "./show-text-diff";
import { showEntry, showScalar, visibleKeys } from "./show-value";

/** How a diff is shown. */
export interface DiffStyle {
  readonly level: number;
  /** Also show what stays as it is, as for a replacement. */
  readonly withSame: boolean;
  /** Align the colons with those of what is not shown, too. */
  readonly alignAll?: boolean;
}

/** The changed properties, old value and new. */
export function showDiff(
  olds: Props,
  news: Props,
  changes: readonly PropertyChange[],
  style: DiffStyle,
): string[] {
  const keys = visibleKeys(olds, news);
  const shown = keys.filter((key) => style.withSame || changes.some(({ path }) => path[0] === key));
  const aligned = style.alignAll === true ? keys : shown;
  const width = Math.max(0, ...aligned.map((key) => key.length));
  return shown.flatMap((key) => {
    const inside = changes.filter(({ path }) => path[0] === key);
    if (inside.length > 0)
      return showChange(key.padEnd(width), olds[key], news[key], below(inside), style.level);
    const value = news[key] ?? null;
    // Nothing to see in what is empty and stays so.
    const empty = typeof value === "object" && (value === null || Object.keys(value).length === 0);
    return empty ? [] : showEntry(key.padEnd(width), value, { level: style.level, sign: "", cut: true });
  });
}

function showChange(
  label: string,
  old: Value | undefined,
  now: Value | undefined,
  changes: readonly PropertyChange[],
  level: number,
): string[] {
  const whole = changes.find(({ path }) => path.length === 0);
  if (whole !== undefined) return showWhole(label, old, now, signOf(whole), level);
  const [open, close] = Array.isArray(now ?? old) ? ["[", "]"] : ["{", "}"];
  const steps = [...new Set(changes.map(({ path }) => path[0] ?? ""))];
  const inner = steps.flatMap((step) => {
    const inside = changes.filter(({ path }) => path[0] === step);
    const name = typeof step === "number" ? `[${step}]` : step;
    return showChange(name, child(old, step), child(now, step), below(inside), level + 1);
  });
  return [line(level, "~", `${label}: ${open}`), ...inner, line(level, "", close)];
}

function showWhole(label: string, old: Value | undefined, now: Value | undefined, sign: Sign, level: number) {
  if (sign === "+") return showEntry(label, now ?? null, { level, sign, cut: true });
  if (sign === "-") return showEntry(label, old ?? null, { level, sign, cut: true });
  if (isText(old) && isText(now) && `${old}${now}`.includes("\n")) {
    return [line(level, sign, `${label}: `), ...showTextDiff(old, now, level + 1)];
  }
  if (isContainer(old) || isContainer(now)) {
    return [
      ...showEntry(label, old ?? null, { level, sign: "-", cut: true }),
      ...showEntry(label, now ?? null, { level, sign: "+", cut: true }),
    ];
  }
  return [
    line(level, sign, `${label}: ${showScalar(old ?? null, true)} => ${showScalar(now ?? null, true)}`),
  ];
}

function signOf({ kind }: PropertyChange): Sign {
  if (kind.startsWith("add")) return "+";
  return kind.startsWith("delete") ? "-" : "~";
}

function below(changes: readonly PropertyChange[]): PropertyChange[] {
  return changes.map(({ path, kind }) => ({ path: path.slice(1), kind }));
}

function child(value: Value | undefined, step: PropertyPath[number]): Value | undefined {
  return valueAt(value, [step]);
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN;
}

function isContainer(value: Value | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : isObject(value);
}
