import { type Config, type ConfigPath, leavesOf } from "./config";
import { type ConfigFile, readConfigFile } from "./config-file";
import { settingAt } from "./find-setting";
import { isSame } from "./same-value";

/**
 * Which declared leaves a config.yaml does not have, or has with another value, as Hermes reads it: through aliases and
 * merge keys. What else is in the file never counts.
 *
 * @param text `undefined`: there is no file
 * @returns paths in order of declaration; every one where the text is no YAML, because Hermes then starts on its
 * defaults (observed with 0.19.0)
 */
export function configDrift(text: string | undefined, declared: Config): ConfigPath[] {
  const file = readConfigFile(text ?? "");
  return "message" in file ? leavesOf(declared).map(({ path }) => path) : driftOf(file, declared);
}

/** As {@link configDrift}, for a file that has been read. */
export function driftOf(file: ConfigFile, declared: Config): ConfigPath[] {
  return leavesOf(declared)
    .filter(({ path, value }) => {
      const node = settingAt(file, path);
      return node === undefined || !isSame(file, node, value);
    })
    .map(({ path }) => path);
}
