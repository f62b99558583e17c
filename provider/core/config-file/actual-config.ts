import { isMap, isScalar, isSeq } from "yaml";
import { type Config, type ConfigPath, type ConfigValue, isBranch } from "./config";
import { type ConfigFile, readConfigFile } from "./config-file";
import { keyText, resolved, settingAt } from "./find-setting";
import { isSame, meaningOf } from "./same-value";

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
    if (!isBranch(value)) return [[key, isSame(file, node, value) ? value : plainValue(file, node)]];
    if (!isMap(node)) return [[key, plainValue(file, node)]];
    const inner = actual(file, value, [...path, key]);
    return isBranch(inner) ? [[key, inner]] : [];
  });
  return Object.fromEntries(entries);
}

function plainValue(file: ConfigFile, written: unknown): ConfigValue {
  const node = resolved(file, written);
  if (isSeq(node)) return node.items.map((item) => plainValue(file, item));
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [keyText(file, key) ?? "<<", plainValue(file, value)]),
    );
  }
  if (!isScalar(node)) return null;
  const meaning = meaningOf(file, node);
  if (meaning.kind === "null") return null;
  if (meaning.kind === "other") return String(node.value);
  // JSON, in which states are kept, has no word for the others
  const unkept = typeof meaning.value === "number" && !Number.isFinite(meaning.value);
  return unkept ? String(node.value) : meaning.value;
}
