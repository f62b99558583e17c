import { pathOf } from "../../../problem";
import { watchdogDirective } from "../../../units/watchdog";
import { type ProfileRule, subjectsOf } from "../rule";

/** A unit that waits for signs of life which Hermes gives only when its own setting says so (observed with 0.19.0). */
export const watchdogWithoutSetting: ProfileRule = (profile) => {
  const { Service } = profile.unit.directives;
  if (profile.detected.watchdog.seconds !== undefined || watchdogDirective(Service) !== "on") return [];
  return [
    {
      code: "watchdog-without-setting",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `systemd kills the gateway of ${profile.key} every ${Service.WatchdogSec?.at(-1)}, unless gateway.systemd_watchdog_seconds stands in config.yaml on the host: without it Hermes gives no sign of life`,
      remedy:
        "write config: { gateway: { systemd_watchdog_seconds: 60 } } instead of WatchdogSec, or leave both out",
      path: pathOf(["profiles", profile.key, "directives", "Service", "WatchdogSec"]),
    },
  ];
};
