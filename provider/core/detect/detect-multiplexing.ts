import { isOn, type ProfileSettings, type Setting } from "./profile-settings";

/** How a profile takes part in multiplexing: one gateway that serves several profiles of one account. */
export interface Multiplexing {
  /** What switches it on; left out: the profile serves itself only. */
  readonly by?: Setting;
  /** Profiles that it serves; left out: all of the account. */
  readonly only?: readonly string[];
  /** Whether the profile's own config keeps it out of another one's multiplexer. */
  readonly standalone: boolean;
}

/** Reads the multiplexing switches; the variable beats config.yaml, the top-level key the one below `gateway`. */
export function detectMultiplexing(settings: ProfileSettings): Multiplexing {
  const either = (key: string) => settings.option(key) ?? settings.option("gateway", key);
  const by = settings.variable("GATEWAY_MULTIPLEX_PROFILES") ?? either("multiplex_profiles");
  const allowed = either("multiplex_profile_allowlist")?.value;
  const standalone = isOn(settings.option("gateway", "standalone"));
  if (by === undefined || !isOn(by)) return { standalone };
  return { by, standalone, ...(Array.isArray(allowed) ? { only: allowed.map(String) } : {}) };
}
