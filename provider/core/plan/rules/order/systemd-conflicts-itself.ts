import { type ProfileRule, subjectsOf } from "../rule";

/** A gateway that conflicts with itself: systemd drops the entry, so somebody else was meant. */
export const systemdConflictsItself: ProfileRule = (profile) => {
  const itself = profile.detected.systemdConflicts.find(({ name }) => name === profile.unitName);
  if (itself === undefined) return [];
  return [
    {
      code: "systemd-conflicts-itself",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `systemd_conflicts of ${profile.key} names its own unit, ${profile.unitName}`,
      remedy: "leave it out, or name the other gateway",
      path: itself.path,
    },
  ];
};
