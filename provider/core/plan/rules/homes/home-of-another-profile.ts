import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** A home in the place that Hermes gives to a profile of another name: Hermes takes the name from the path. */
export const homeOfAnotherProfile: ProfileRule = (profile) => {
  const name = /\/profiles\/([^/]+)$/.exec(profile.unit.home)?.[1];
  if (name === undefined || name === profile.key) return [];
  return [
    {
      code: "home-of-another-profile",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `the home of ${profile.key} is ${profile.unit.home}, which Hermes takes for the profile ${name}`,
      remedy: `leave home out, or end it in /profiles/${profile.key}`,
      path: pathOf(["profiles", profile.key, "home"]),
    },
  ];
};
