import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";
import { namedProfile } from "./named-profile";

/** A unit of one profile whose command line names another: Hermes runs the other, from the other's home. */
export const profileArgumentMismatch: ProfileRule = (profile) => {
  const name = namedProfile(profile.unit.args);
  if (name === undefined || name === profile.key) return [];
  return [
    {
      code: "profile-argument-mismatch",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `the unit of ${profile.key} would run the profile ${name}, which its args name`,
      remedy: `write --profile ${profile.key}, or leave args out`,
      path: pathOf(["profiles", profile.key, "args"]),
    },
  ];
};
