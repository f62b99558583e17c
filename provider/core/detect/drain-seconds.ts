import { type ProfileSettings, textOf } from "./profile-settings";

/** Seconds that Hermes may need to finish its turns before a stop, and where the longest part of it is written. */
export interface StopNeed {
  readonly seconds: number;
  /** Left out: Hermes' own defaults. */
  readonly path?: string;
}

/** Hermes' own defaults, in seconds: no drain of turns, 30 for scheduled ones. */
const DEFAULTS = { drain: 0, cron: 30 };

/** The least `TimeoutStopSec=` that Hermes itself would write for these settings (`hermes_cli/gateway.py`). */
export function stopNeed(settings: ProfileSettings): StopNeed {
  const read = (variable: string, option: string, otherwise: number) => {
    const setting = settings.variable(variable) ?? settings.option("agent", option);
    const seconds = Number.parseFloat(textOf(setting) ?? "");
    return seconds >= 0 && setting !== undefined
      ? { seconds, path: setting.path }
      : { seconds: otherwise, path: undefined };
  };
  const drain = read("HERMES_RESTART_DRAIN_TIMEOUT", "restart_drain_timeout", DEFAULTS.drain);
  const cron = read("HERMES_CRON_DRAIN_TIMEOUT", "cron_drain_timeout", DEFAULTS.cron);
  const work = Math.max(drain.seconds, cron.seconds > 0 ? cron.seconds + 10 : 0);
  const path = drain.path ?? cron.path;
  return {
    seconds: Math.floor(Math.max(60, work + 30, drain.seconds + 70)),
    ...(path === undefined ? {} : { path }),
  };
}
