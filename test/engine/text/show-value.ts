import { isObject, MASK, type Props, UNKNOWN, type Value } from "../model/values";
import { line, type Sign } from "./lines";

/** How a value is shown. */
export interface ShowStyle {
  readonly level: number;
  readonly sign: Sign;
  /** Cut strings of many lines after the third. */
  readonly cut: boolean;
}

const MAX_LINES = 3;

/** Properties below each other, their colons aligned. What starts with `__` is not for people. */
export function showProps(props: Props, style: ShowStyle): string[] {
  const width = Math.max(...Object.keys(props).map((key) => key.length));
  return visibleKeys(props).flatMap((key) => showEntry(key.padEnd(width), props[key] ?? null, style));
}

/** The keys that people are shown, sorted. */
export function visibleKeys(...all: Props[]): string[] {
  const keys = new Set(all.flatMap((props) => Object.keys(props)));
  return [...keys].filter((key) => !key.startsWith("__")).sort();
}

/** One entry of an object or an array with its label, over as many lines as it takes. */
export function showEntry(label: string, value: Value, style: ShowStyle): string[] {
  const { level, sign } = style;
  const inner = { ...style, level: level + 1 };
  if (Array.isArray(value) && value.length > 0) {
    const items = value.flatMap((item, index) => showEntry(`[${index}]`, item, inner));
    return [line(level, sign, `${label}: [`), ...items, line(level, "", "]")];
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    return [line(level, sign, `${label}: {`), ...showProps(value, inner), line(level, "", "}")];
  }
  return [line(level, sign, `${label}: ${showScalar(value, style.cut)}`)];
}

/** A value that fits a line. */
export function showScalar(value: Value, cut: boolean): string {
  if (value === UNKNOWN) return "[unknown]";
  if (value === MASK || typeof value !== "string")
    return typeof value === "string" ? value : JSON.stringify(value);
  const lines = value.split("\n");
  const shown = cut && lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), "..."] : lines;
  return JSON.stringify(shown.join("\n"));
}
