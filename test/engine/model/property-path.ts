import { isObject, isSecret, type Props, type Value } from "./values";

/** One step of a path per element: a key of an object, or an index of an array; `"*"` is any. */
export type PropertyPath = readonly (string | number)[];

/**
 * Reads a path as resource options write it: `spec.env[0]`, `spec["a.b"]`, `spec.*`, `spec[*]`.
 *
 * @throws when a bracket is not closed.
 */
export function parsePath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  const part = /\.?([^.[\]]+)|\[(?:"((?:[^"\\]|\\.)*)"|(\*|\d+))\]/gy;
  while (part.lastIndex < text.length) {
    const at = part.lastIndex;
    const match = part.exec(text);
    if (match === null) throw new Error(`property path ${text}: not understood from character ${at + 1}`);
    const [, key, quoted, index] = match;
    if (index !== undefined) path.push(index === "*" ? "*" : Number(index));
    else path.push(quoted === undefined ? (key ?? "") : quoted.replaceAll(/\\(.)/g, "$1"));
  }
  return path;
}

/** Writes a path the way `preview --json` names the properties of a detailed diff. */
export function formatPath(path: PropertyPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (/[.[\]"]/.test(step) || step === "") return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** Whether `path` is the property `pattern` names or lies inside it. */
export function isWithin(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && pattern.every((step, i) => step === "*" || step === path[i]);
}

/** The value at the path, or undefined. Secrets are looked into. */
export function valueAt(root: Value | undefined, path: PropertyPath): Value | undefined {
  const value = isSecret(root) ? root.value : root;
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(value)) return typeof step === "number" ? valueAt(value[step], rest) : undefined;
  return isObject(value) ? valueAt(value[String(step)], rest) : undefined;
}

/**
 * The new inputs with every ignored property put back to its old value: kept as it was, left out if
 * it was not there, whatever the program says now.
 */
export function withIgnoredChanges(news: Props, olds: Props, ignored: readonly string[]): Props {
  const result = structuredClone(news);
  for (const path of ignored.map(parsePath)) putBack(result, olds, path);
  return result;
}

function putBack(news: Value, olds: Value | undefined, path: PropertyPath): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  const into = isSecret(news) ? news.value : news;
  const from = isSecret(olds) ? olds.value : olds;
  if (into === undefined || into === null || typeof into !== "object") return;
  for (const key of step === "*" ? allKeys(into, from) : [step]) {
    const before = child(from, key);
    if (rest.length > 0 && child(into, key) !== undefined) putBack(child(into, key) ?? null, before, rest);
    else if (rest.length === 0) setChild(into, key, before);
  }
}

function allKeys(...values: (Value | undefined)[]): (string | number)[] {
  const keys = values.flatMap((value): (string | number)[] => {
    if (Array.isArray(value)) return [...value.keys()];
    return isObject(value) ? Object.keys(value) : [];
  });
  return [...new Set(keys)];
}

function child(value: Value | undefined, key: string | number): Value | undefined {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isObject(value) ? value[String(key)] : undefined;
}

function setChild(into: Value[] | { [key: string]: Value }, key: string | number, value: Value | undefined) {
  if (Array.isArray(into)) {
    if (typeof key !== "number" || (value === undefined && key >= into.length)) return;
    if (value === undefined) into.splice(key, 1);
    else into[key] = structuredClone(value);
  } else if (value === undefined) delete into[String(key)];
  else into[String(key)] = structuredClone(value);
}
