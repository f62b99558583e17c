import type { ProfileRule } from "../rule";
import { HERMES_NAME, unitNameFinding } from "./unit-name-finding";

/** A unit under the name that Hermes gives to another profile's: `hermes -p <other> gateway stop` stops this one. */
export const unitNameOfAnotherProfile: ProfileRule = (profile) => {
  const match = HERMES_NAME.exec(profile.unitName);
  const name = match?.[1] ?? "default";
  if (match === null || name === profile.key) return [];
  return [
    unitNameFinding(profile, {
      code: "unit-name-of-another-profile",
      severity: "warning",
      message: `the unit of ${profile.key}, ${profile.unitName}, has the name that Hermes gives to the profile ${name}`,
    }),
  ];
};
