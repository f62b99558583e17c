import type { ProfileRule } from "../rule";
import { HERMES_NAME, LEGACY_NAME, unitNameFinding } from "./unit-name-finding";

/** A unit that Hermes does not look for: its own commands then kill or double the gateway (observed with 0.19.0). */
export const unitNameUnknownToHermes: ProfileRule = (profile) => {
  const { unitName } = profile;
  if (unitName === LEGACY_NAME || HERMES_NAME.test(unitName)) return [];
  return [
    unitNameFinding(profile, {
      code: "unit-name-unknown-to-hermes",
      severity: "warning",
      message: `Hermes does not look for ${unitName}, so its own commands take the gateway of ${profile.key} for one without a unit`,
    }),
  ];
};
