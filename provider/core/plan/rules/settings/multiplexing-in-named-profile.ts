import { type ProfileRule, subjectsOf } from "../rule";

/** Hermes reads the switch in the default profile only. */
export const multiplexingInNamedProfile: ProfileRule = (profile) => {
  const { by } = profile.detected.multiplexing;
  if (profile.key === "default" || by === undefined) return [];
  return [
    {
      code: "multiplexing-in-named-profile",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `${profile.key} switches multiplexing on, which only the profile default can do`,
      remedy: "move it to the profile default, or leave it out",
      path: by.path,
    },
  ];
};
