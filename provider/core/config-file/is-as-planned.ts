import { isMap } from "yaml";
import { type Config, type ConfigPath, type ConfigValue, isConfig, ownValue } from "./config";
import { driftOf } from "./config-drift";
import type { ConfigFile } from "./config-file";
import { entriesUnder } from "./find-setting";
import { foreignSettings } from "./foreign-settings";
import { type Touched, touchedByEither, touchedPaths } from "./touched";

/** What was done to a file. */
export interface DoneChange {
  readonly removed: Touched;
  readonly set: Touched;
  readonly after: Config;
}

/**
 * Whether a changed file, read again, has what is declared, has no longer what was removed, and is otherwise what it
 * was. This does not trust the way in which it was changed.
 */
export function isAsPlanned(
  file: ConfigFile,
  result: ConfigFile,
  { removed, set, after }: DoneChange,
): boolean {
  if (driftOf(result, after).length > 0) return false;
  if (result.written === file.written) return true;
  if (touchedPaths(removed).some((path) => stands(result, path) && declaredAt(after, path) === undefined)) {
    return false;
  }
  const touched = touchedByEither(removed, set);
  const then = foreignSettings(file, touched);
  const now = foreignSettings(result, touched);
  return then.length === now.length && then.every((setting, i) => setting === now[i]);
}

/** Whether a key is written at a path, merge keys and aliases aside. */
function stands(file: ConfigFile, path: ConfigPath): boolean {
  let node: unknown = file.root;
  for (const key of path) {
    const [pair] = isMap(node) ? entriesUnder(file, node, key) : [];
    if (pair === undefined) return false;
    node = pair.value;
  }
  return true;
}

function declaredAt(config: Config, path: ConfigPath): ConfigValue | undefined {
  let value: ConfigValue | undefined = config;
  for (const key of path) value = isConfig(value) ? ownValue(value, key) : undefined;
  return value;
}
