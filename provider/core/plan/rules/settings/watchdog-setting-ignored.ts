import { type ProfileRule, subjectsOf } from "../rule";

/** A watchdog that Hermes would not feed: it takes whole seconds only, and goes on without one else (0.19.0). */
export const watchdogSettingIgnored: ProfileRule = (profile) => {
  const { ignored } = profile.detected.watchdog;
  if (ignored === undefined) return [];
  return [
    {
      code: "watchdog-setting-ignored",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `Hermes takes no watchdog from ${ignored.path} of ${profile.key}, which is no whole number of seconds from 0 to 2147483647`,
      remedy: "write a number such as 60, or leave it out",
      path: ignored.path,
    },
  ];
};
