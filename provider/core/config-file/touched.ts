import type { ConfigPath } from "./config";

/** Which keys a change has touched: a map of those below, or `"all"` for a key with everything in it. */
export type Touched = Map<string, Touched | "all">;

/** Notes that a key was set, added or removed with everything in it. */
export function touch(touched: Touched, path: ConfigPath): void {
  let map = touched;
  for (const key of path.slice(0, -1)) {
    const inner = map.get(key) ?? new Map();
    if (inner === "all") return;
    map.set(key, inner);
    map = inner;
  }
  const last = path.at(-1);
  if (last !== undefined) map.set(last, "all");
}

/** What either of two changes has touched. */
export function touchedByEither(one: Touched, other: Touched): Touched {
  const union: Touched = new Map(one);
  for (const [key, inner] of other) {
    const mine = union.get(key);
    if (mine === undefined || inner === "all") union.set(key, inner);
    else if (mine !== "all") union.set(key, touchedByEither(mine, inner));
  }
  return union;
}

/** The paths that were touched with everything in them. */
export function touchedPaths(touched: Touched, path: ConfigPath = []): ConfigPath[] {
  return [...touched].flatMap(([key, inner]) =>
    inner === "all" ? [[...path, key]] : touchedPaths(inner, [...path, key]),
  );
}
