import { isSeen } from "../../../facts/host-facts";
import { type HostRule, listed } from "../rule";

/** What a survey of a host could not read to its end: the rest of the findings may lack something. */
export const surveyIncomplete: HostRule = ({ hostKey, facts, gateways }) => {
  if (!isSeen(facts) || facts.incomplete === undefined || gateways.length === 0) return [];
  const words = new Set(["units", "drop-ins", "accounts"]);
  const parts = facts.incomplete.map((one) => (words.has(one) ? `more ${one}` : `the user units of ${one}`));
  if (parts.length === 0) return [];
  return [
    {
      code: "survey-incomplete",
      severity: "warning",
      subjects: [hostKey],
      message: `the survey of ${hostKey} did not see ${listed(parts)}`,
      remedy:
        "look at what that account runs (its program must answer within 5 seconds and with at most 64 KiB), or take units off that are not needed",
      path: "survey",
    },
  ];
};
