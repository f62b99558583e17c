import { isMap } from "yaml";
import { type Config, type ConfigPath, type ConfigValue, isBranch } from "./config";
import { type ConfigFile, readConfigFile } from "./config-file";
import { valueAt } from "./config-value";
import { settingAt } from "./find-setting";
import { isSame } from "./same-value";

/**
 * What a config.yaml has in the places of declared settings, as Hermes reads it: changed values as they are now, without
 * what is gone. The file as {@link configDrift} takes it; a text that is no YAML has nothing.
 */
export function actualConfig(text: string | undefined, declared: Config): Config {
  const file = readConfigFile(text ?? "");
  return "message" in file ? {} : actual(file, declared, []);
}

function actual(file: ConfigFile, declared: Config, path: ConfigPath): Config {
  const entries = Object.entries(declared).flatMap(([key, value]): [string, ConfigValue][] => {
    const node = settingAt(file, [...path, key]);
    if (node === undefined) return [];
    if (!isBranch(value)) return [[key, isSame(file, node, value) ? value : valueAt(file, node)]];
    if (!isMap(node)) return [[key, valueAt(file, node)]];
    const inner = actual(file, value, [...path, key]);
    return isBranch(inner) ? [[key, inner]] : [];
  });
  return Object.fromEntries(entries);
}
