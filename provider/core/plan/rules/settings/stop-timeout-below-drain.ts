import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** A stop timeout that is shorter than Hermes' drain: systemd kills the gateway in the middle of its turns. */
export const stopTimeoutBelowDrain: ProfileRule = (profile) => {
  const need = profile.detected.stopNeed;
  if (profile.unit.timeoutStopSec >= need.seconds) return [];
  const because = need.path === undefined ? "with its own defaults" : `because of ${need.path}`;
  return [
    {
      code: "stop-timeout-below-drain",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `the gateway of ${profile.key} is killed ${profile.unit.timeoutStopSec} s after a stop begins, and Hermes may need ${need.seconds} s ${because}`,
      remedy: `write timeoutStopSec: ${need.seconds}, or a shorter drain`,
      path: pathOf(["profiles", profile.key, "timeoutStopSec"]),
    },
  ];
};
