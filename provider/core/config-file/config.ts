/** A value as JSON knows it. */
export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | Config;

/** Settings as declared. Maps are gone into; everything else is a leaf: scalars, sequences, and a map with no keys. */
export interface Config {
  readonly [key: string]: ConfigValue;
}

/** Where a setting is: its key and those of the maps around it, outermost first; `[]` is the file itself. */
export type ConfigPath = readonly string[];

/** One leaf of a {@link Config}. */
export interface ConfigLeaf {
  readonly path: ConfigPath;
  readonly value: ConfigValue;
}

/** Whether a value is a map with keys, so that its keys are settings of their own; nothing is none. */
export function isBranch(value: ConfigValue | undefined): value is Config {
  return isConfig(value) && Object.keys(value).length > 0;
}

/** Whether a value is a map, also one with no keys. */
export function isConfig(value: ConfigValue | undefined): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A map's own value; what every object inherits (`constructor`) is no setting. */
export function ownValue(config: Config, key: string): ConfigValue | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

/** Every leaf, in the order in which they are declared. */
export function leavesOf(config: Config, path: ConfigPath = []): ConfigLeaf[] {
  return Object.entries(config).flatMap(([key, value]) =>
    isBranch(value) ? leavesOf(value, [...path, key]) : [{ path: [...path, key], value }],
  );
}
