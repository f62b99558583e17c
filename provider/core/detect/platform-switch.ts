import { isOn, type ProfileSettings, type Setting } from "./profile-settings";

/**
 * Platforms that an `enabled: false` in config.yaml keeps off, whatever variables they have. All others start by their
 * variables all the same (`_apply_env_overrides` of gateway/config.py, 0.19.0: those that go through `_enable_from_env`
 * or the registry of plugins).
 */
const OBEDIENT: ReadonlySet<string> = new Set([
  "discord",
  "google_chat",
  "irc",
  "line",
  "matrix",
  "mattermost",
  "ntfy",
  "photon",
  "raft",
  "relay",
  "signal",
  "simplex",
  "slack",
  "teams",
  "telegram",
]);

/**
 * What config.yaml says about whether a platform is on: a block of its name at the top counts before the one below
 * `platforms`, for this key alone (0.19.0).
 */
export function enabledSetting(settings: ProfileSettings, platform: string): Setting | undefined {
  return settings.option(platform, "enabled") ?? settings.platform(platform, "enabled");
}

/** Whether config.yaml keeps a platform off against its variables. */
export function staysOff(settings: ProfileSettings, platform: string): boolean {
  const enabled = enabledSetting(settings, platform);
  if (enabled !== undefined && !isOn(enabled) && OBEDIENT.has(platform)) return true;
  return platform === "whatsapp" && enabled !== undefined && isRefused(settings.variable("WHATSAPP_ENABLED"));
}

/** The one variable that switches off what config.yaml switches on. */
function isRefused(setting: Setting | undefined): boolean {
  return ["false", "0", "no"].includes(String(setting?.value).toLowerCase());
}
