import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** Targets that a boot reaches and that no account's manager has (systemd.special(7)). */
const OF_SYSTEM: readonly string[] = ["multi-user.target", "graphical.target", "rescue.target"];

/** A gateway under an account's own manager that waits for a target of the system's: nothing ever starts it. */
export const targetOfSystemScope: ProfileRule = (profile) => {
  const { key, unit } = profile;
  const at = unit.wantedBy.findIndex((target) => OF_SYSTEM.includes(target));
  if (unit.scope !== "user" || at === -1) return [];
  return [
    {
      code: "target-of-system-scope",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `the manager of ${unit.user} has no ${unit.wantedBy[at]}, so it would never start the gateway of ${key}`,
      remedy: "leave wantedBy out, or write default.target",
      path: pathOf(["profiles", key, "wantedBy", at]),
    },
  ];
};
