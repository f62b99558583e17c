import { pathOf } from "../../../problem";
import type { HostRule } from "../rule";

/**
 * A host that a survey did not reach. Its units are made of what the last survey saw, if there was one. An error where
 * the survey is required, and where foreign gateways are refused: none that could be there was seen. Never because the
 * same program makes the machine.
 */
export const hostNotSeen: HostRule = ({ hostKey, host, facts, survey }) => {
  if (facts === undefined || !("notSeen" in facts)) return [];
  const later = facts.notSeen === "known-later";
  const refuses = host.foreign === "refuse";
  const without = refuses && survey !== "require" ? "foreign: warn for it" : "survey: warn";
  return [
    {
      code: "host-not-seen",
      severity: (survey === "require" || refuses) && !later ? "error" : "warning",
      subjects: [hostKey],
      message: later
        ? `the survey passed ${hostKey} over: its connection is not known yet, or its machine was made only just now`
        : `${hostKey} did not answer the survey (${facts.notSeen}): what is on it now is not known${refuses ? ", and foreign: refuse wants to know it" : ""}`,
      remedy: later
        ? "nothing, if the machine is new; the next preview after it was made looks at it"
        : `see what the survey says of it, or take the host out, or write ${without} to go on without it`,
      path: later ? pathOf(["hosts", hostKey, "connection"]) : "survey",
    },
  ];
};
