/** A value as JSON knows it, or a scalar for which JSON has no word. */
export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | Config | WrittenScalar;

/**
 * A scalar that JSON cannot carry, as it is written without quotes: a date, a whole number beyond 2^53, `.inf`. In JSON,
 * as states keep it: `{"!!": "2024-01-01"}`.
 */
export interface WrittenScalar {
  readonly [WRITTEN]: string;
}

/** The key of a {@link WrittenScalar}. */
export const WRITTEN = "!!";

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
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isWritten(value);
}

/** Whether a value is a scalar for which JSON has no word. */
export function isWritten(value: unknown): value is WrittenScalar {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, WRITTEN)) return false;
  return Object.keys(value).length === 1 && typeof (value as WrittenScalar)[WRITTEN] === "string";
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
