import type { ProfileSettings, Setting } from "./profile-settings";

/** Whether Hermes tells systemd that it is ready, and then again and again that it lives. */
export interface Watchdog {
  /** Seconds within which it does so each time; left out: it never does. */
  readonly seconds?: number;
  /** What is written for it and Hermes does not take. */
  readonly ignored?: Setting;
}

/** Longest span that Hermes takes, in seconds. */
const LONGEST = 2_147_483_647;

/** Reads the setting as Hermes 0.19.0 does (gateway/config.py): a whole number, also as text; 0 switches it off. */
export function detectWatchdog(settings: ProfileSettings): Watchdog {
  const setting = settings.option("gateway", "systemd_watchdog_seconds");
  if (setting === undefined) return {};
  const { value } = setting;
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds === 0) return {};
  return seconds <= LONGEST ? { seconds } : { ignored: setting };
}
