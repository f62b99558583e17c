import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** Hermes ends with 78 when its port is taken or its configuration cannot work; a restart never mends that. */
const REFUSED = ["78", "CONFIG"];

/**
 * A gateway that is started again after Hermes refused its configuration: it fails every few seconds, and Hermes'
 * own brake then shows it as active while it serves nothing (observed with 0.19.0).
 */
export const configRefusalRestarts: ProfileRule = (profile) => {
  const { restart, restartPreventExitStatus } = profile.unit;
  if (restart === "no" || restartPreventExitStatus.some((status) => REFUSED.includes(status))) return [];
  return [
    {
      code: "config-refusal-restarts",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `the gateway of ${profile.key} would be started again and again when Hermes refuses its configuration (exit status 78)`,
      remedy: "add 78 to restartPreventExitStatus, or leave the option out",
      path: pathOf(["profiles", profile.key, "restartPreventExitStatus"]),
    },
  ];
};
