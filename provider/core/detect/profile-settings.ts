import { pathOf } from "../problem";
import type { FleetProfile } from "../schema/fleet";

/** A setting of Hermes as it counts for one profile. */
export interface Setting {
  /** What is written; left out: it is known later, or never here. */
  readonly value?: unknown;
  /** Where the value comes from, when it is not written itself: equal texts are equal values. */
  readonly reference?: string;
  /** Where it is written: `profiles.coder.env.API_SERVER_PORT`. */
  readonly path: string;
}

/** Reads what a profile declares for Hermes. */
export interface ProfileSettings {
  /** A variable of the gateway's process; empty ones count as absent, as for Hermes. */
  variable(name: string): Setting | undefined;
  /** A value of config.yaml. */
  option(...keys: readonly string[]): Setting | undefined;
  /** A value of profile.yaml. */
  profileOption(...keys: readonly string[]): Setting | undefined;
  /** A value of a platform's block, below `platforms` or `gateway.platforms`; the first one counts. */
  platform(name: string, ...keys: readonly string[]): Setting | undefined;
}

/** The settings of a profile. `.env` beats the unit's environment (observed with Hermes 0.19.0). */
export function settingsOf(profile: FleetProfile<unknown>): ProfileSettings {
  const option = (...keys: readonly string[]): Setting | undefined =>
    settingAt(profile.config, keys, filePath(profile, "config"));
  return {
    option,
    profileOption: (...keys) => settingAt(profile.profile, keys, filePath(profile, "profile")),
    platform: (name, ...keys) =>
      option("platforms", name, ...keys) ?? option("gateway", "platforms", name, ...keys),
    variable: (name) => {
      if (Object.hasOwn(profile.env, name)) {
        const setting = envSetting(profile.env[name], pathOf(["profiles", profile.key, "env", name]));
        return setting.value === "" ? undefined : setting;
      }
      const value = Object.hasOwn(profile.unit.environment, name) ? profile.unit.environment[name] : "";
      return value === ""
        ? undefined
        : { value, path: pathOf(["profiles", profile.key, "environment", name]) };
    },
  };
}

/** Whether Hermes takes a value for yes. A value that is known later counts as yes, to be on the safe side. */
export function isOn(setting: Setting | undefined): boolean {
  if (setting === undefined) return false;
  if (setting.value === undefined) return true;
  if (typeof setting.value === "number") return setting.value !== 0;
  return ["1", "true", "yes", "on"].includes(String(setting.value).trim().toLowerCase());
}

/** A setting's text, also of a number; `undefined` when it is known later or is neither. */
export function textOf(setting: Setting | undefined): string | undefined {
  const value = setting?.value;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** An own value of nested maps; what a map inherits is none of its values. */
function valueAt(config: unknown, keys: readonly string[]): unknown {
  let value = config;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function settingAt(
  content: unknown,
  keys: readonly string[],
  pathAt: (keys: readonly string[]) => string,
): Setting | undefined {
  const value = valueAt(content, keys);
  return value === undefined || value === null ? undefined : { value, path: pathAt(keys) };
}

/** Where keys of a file stand: below the option that has its content, or in the file that another option names. */
function filePath(profile: FleetProfile<unknown>, option: "config" | "profile") {
  const { key, directory } = profile;
  const file = profile[`${option}File`];
  return (keys: readonly string[]): string => {
    if (file !== undefined) return `${pathOf(["profiles", key, `${option}File`])}: ${pathOf(keys)}`;
    return directory === undefined
      ? pathOf(["profiles", key, option, ...keys])
      : `${pathOf(["profiles", key, "directory"])}: ${option}.yaml: ${pathOf(keys)}`;
  };
}

function envSetting(written: unknown, path: string): Setting {
  if (typeof written === "string") return { value: written, path };
  // only a plain reference has keys that may be looked at; anything else is an Output
  if (!isReference(written)) return { path };
  const [source] = Object.entries(written);
  return { reference: source === undefined ? "" : source.join(" "), path };
}

function isReference(written: unknown): written is Readonly<Record<string, string>> {
  return (
    typeof written === "object" &&
    written !== null &&
    Object.getPrototypeOf(written) === Object.prototype &&
    Object.keys(written).length === 1
  );
}
