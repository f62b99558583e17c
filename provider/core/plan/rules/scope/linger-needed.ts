import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** A gateway under an account's own manager that nobody keeps alive: it ends 10 s after the account's last session. */
export const lingerNeeded: ProfileRule = (profile) => {
  const { key, unit, handling } = profile;
  if (unit.scope !== "user" || handling.linger) return [];
  return [
    {
      code: "linger-needed",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `the gateway of ${key} ends with the last session of ${unit.user} and no boot starts it, unless somebody has switched linger on`,
      remedy: `leave linger out, or see to it yourself: loginctl enable-linger ${unit.user}`,
      path: pathOf(["profiles", key, "linger"]),
    },
  ];
};
