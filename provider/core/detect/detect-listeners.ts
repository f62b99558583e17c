import { pathOf } from "../problem";
import type { FleetProfile } from "../schema/fleet";
import type { Listener } from "./listener";
import { LISTENERS, type ListenerRule } from "./listener-table";
import { enabledSetting, staysOff } from "./platform-switch";
import { isOn, type ProfileSettings, type Setting, textOf } from "./profile-settings";

/** What a profile's declared configuration makes it listen on. */
export interface DetectedListeners {
  /** In the order of Hermes' table, then the declared ports that are none of those, ascending. */
  readonly listeners: readonly Listener[];
  /** Ports that are known later, or are no port. */
  readonly unread: readonly UnreadPort[];
  /** Those of an allocating profile that get their port from the host's range; they are in `listeners` never. */
  readonly allocated: readonly AllocatedListener[];
}

/** A listener whose port nobody wrote, and which Hermes reads from a variable. */
export interface AllocatedListener {
  /** Hermes' name of the platform. */
  readonly platform: string;
  /** The platform in a sentence: `API server`. */
  readonly title: string;
  /** The variable that Hermes reads the port from. */
  readonly variable: string;
}

/** A port that could not be read. */
export interface UnreadPort {
  readonly title: string;
  readonly path: string;
  /** What counts instead; left out: nobody knows yet. */
  readonly instead?: number;
}

/** Finds the listeners of a profile: Hermes' own as its settings switch them on, and those that `ports` names. */
export function detectListeners(
  profile: FleetProfile<unknown>,
  settings: ProfileSettings,
): DetectedListeners {
  const { ports } = profile;
  const found = { unread: [], allocated: [] };
  const own = LISTENERS.flatMap((rule) => ownListener(rule, settings, found, ports === "allocate"));
  const known = new Set(own.map(({ port }) => port));
  const declared = (ports === "allocate" ? [] : ports)
    .filter((port) => !known.has(port))
    .map(
      (port): Listener => ({
        platform: "ports",
        title: "ports",
        port,
        address: "",
        path: pathOf(["profiles", profile.key, "ports"]),
        written: true,
      }),
    );
  return { listeners: [...own, ...declared], ...found };
}

/**
 * The setting that switches a platform on, or `undefined`. Whether `enabled: false` in config.yaml beats the variables
 * is for each platform another matter (0.19.0).
 */
export function switchedOnBy(
  rule: ListenerRule,
  settings: ProfileSettings,
): { readonly by: Setting; readonly variable: boolean } | undefined {
  if (staysOff(settings, rule.platform)) return undefined;
  const byVariable = switchedOnByVariable(rule, settings);
  if (byVariable !== undefined) return { by: byVariable, variable: true };
  const enabled = enabledSetting(settings, rule.platform);
  if (enabled !== undefined) return isOn(enabled) ? { by: enabled, variable: false } : undefined;
  const taken = takenUp(rule, settings);
  return taken && { by: taken, variable: false };
}

/** What a block without `enabled` has that is enough: the registry of plugins asks each whether it is configured. */
function takenUp({ platform, takenUpBy }: ListenerRule, settings: ProfileSettings): Setting | undefined {
  if (takenUpBy === undefined) return undefined;
  const extra = settings.platform(platform, "extra");
  const written = typeof extra?.value === "object" ? Object.keys(extra.value ?? {}) : [];
  if (written.length === 0) return undefined;
  return takenUpBy.every((key) => settings.platform(platform, "extra", key) !== undefined)
    ? extra
    : undefined;
}

/** Platforms with a port of their own that a profile switches on, whether they could bind it or not. */
export function portBinding(settings: ProfileSettings): { readonly title: string; readonly path: string }[] {
  return LISTENERS.flatMap((rule) => {
    const on = rule.uncounted ? undefined : switchedOnBy(rule, settings);
    const counts = on !== undefined && inMode(rule, settings, on.variable);
    return counts ? [{ title: rule.title, path: on.by.path }] : [];
  });
}

/** The API server binds only with a key that is not too short; one that is known later counts as long enough. */
export function apiServerKey(settings: ProfileSettings): "usable" | "short" | "missing" {
  const key = settings.variable("API_SERVER_KEY") ?? settings.platform("api_server", "extra", "key");
  if (key === undefined) return "missing";
  return key.value === undefined || String(key.value).length >= LEAST_KEY_LENGTH ? "usable" : "short";
}

/** Shortest key with which Hermes 0.19.0 binds its API server. */
export const LEAST_KEY_LENGTH = 16;

function ownListener(
  rule: ListenerRule,
  settings: ProfileSettings,
  found: { readonly unread: UnreadPort[]; readonly allocated: AllocatedListener[] },
  allocate: boolean,
): Listener[] {
  const on = switchedOnBy(rule, settings);
  if (on === undefined || !inMode(rule, settings, on.variable)) return [];
  if (rule.needs?.some((name) => settings.variable(name) === undefined)) return [];
  if (rule.platform === "api_server" && apiServerKey(settings) !== "usable") return [];
  const written = writtenSetting(rule, settings, on.variable, rule.portVariable, rule.portOption);
  // the variable of a platform that config.yaml alone switches on is not read
  if (allocate && written === undefined && on.variable && rule.portVariable !== undefined) {
    found.allocated.push({ platform: rule.platform, title: rule.title, variable: rule.portVariable });
    return [];
  }
  const port = written === undefined ? rule.port : portOf(written);
  if (written !== undefined && port === undefined) {
    const later = written.value === undefined;
    found.unread.push({ title: rule.title, path: written.path, ...(later ? {} : { instead: rule.port }) });
    if (later) return [];
  }
  // port 0 lets the kernel choose a free one
  if (port === 0 && !rule.zeroIsDefault) return [];
  const address = textOf(
    writtenSetting(rule, settings, on.variable, rule.addressVariable, rule.addressOption),
  );
  return [
    {
      platform: rule.platform,
      title: rule.title,
      port: port || rule.port,
      address: address ?? rule.address,
      path: (written ?? on.by).path,
      written: written !== undefined,
    },
  ];
}

/**
 * Which spelling counts: variables win, but those of a platform that config.yaml switched on alone are not read, unless
 * the platform looks by itself.
 */
function writtenSetting(
  rule: ListenerRule,
  settings: ProfileSettings,
  byVariable: boolean,
  variable: string | undefined,
  option: string | undefined,
): Setting | undefined {
  const inVariable = variable === undefined ? undefined : settings.variable(variable);
  if (rule.looks === "variables") return inVariable;
  const inConfig = option === undefined ? undefined : settings.platform(rule.platform, "extra", option);
  if (rule.looks === "config-first") return inConfig ?? inVariable;
  if (rule.looks === "variables-first") return inVariable ?? inConfig;
  const fromVariable = byVariable ? inVariable : undefined;
  if (fromVariable !== undefined || (byVariable && rule.variablesOnly) || option === undefined)
    return fromVariable;
  return inConfig ?? (rule.variablesToo && !byVariable ? inVariable : undefined);
}

function switchedOnByVariable(rule: ListenerRule, settings: ProfileSettings): Setting | undefined {
  const flag = rule.switch === undefined ? undefined : settings.variable(rule.switch);
  const needed = (rule.credentials ?? []).map((name) => settings.variable(name));
  // Hermes reads the credentials first; without them only the flag remains
  if (needed.length > 0 && needed.every((setting) => setting !== undefined)) return needed[0];
  return isOn(flag) ? flag : undefined;
}

/** Switched on by variables, a platform takes its mode from a variable or the default, whatever config.yaml says. */
function inMode({ mode, platform }: ListenerRule, settings: ProfileSettings, byVariable: boolean): boolean {
  if (mode === undefined) return true;
  const inConfig = byVariable ? undefined : settings.platform(platform, "extra", mode.option);
  const setting = inConfig ?? settings.variable(mode.variable);
  return setting !== undefined && (setting.value === undefined || setting.value === mode.is);
}

function portOf(setting: Setting): number | undefined {
  const text = textOf(setting)?.trim() ?? "";
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}
