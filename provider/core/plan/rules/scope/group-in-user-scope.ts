import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** A group for a gateway that an account's own manager runs: that manager may not change groups, status 216. */
export const groupInUserScope: ProfileRule = (profile) => {
  const { key, unit } = profile;
  if (unit.scope !== "user" || unit.group === undefined) return [];
  return [
    {
      code: "group-in-user-scope",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `the manager of ${unit.user} cannot run the gateway of ${key} in the group ${unit.group}`,
      remedy: "leave group out, or choose scope: system",
      path: pathOf(["profiles", key, "group"]),
    },
  ];
};
