import { pathOf } from "../../../problem";
import { type HostRule, listed, subject } from "../rule";

/** A gateway that is declared `running` and cannot run, because another one is declared so and stands higher. */
export const desiredRunningExcluded: HostRule = ({ hostKey, gateways }) =>
  gateways
    .filter(({ desired, boot }) => desired === "running" && boot === "standby")
    .map(({ profileKey, standbyBecause }) => ({
      code: "desired-running-excluded",
      severity: "error",
      subjects: [...standbyBecause, profileKey].map((key) => subject(hostKey, key)),
      message: `${profileKey} is declared running on ${hostKey}, but ${listed(standbyBecause)}, which is declared running and stands higher, excludes it`,
      remedy: `leave desired out of one of them, or write standby for ${listed(standbyBecause)}, or end the exclusion`,
      path: pathOf(["profiles", profileKey, "desired"]),
    }));
