import type { ProfileRule } from "../rule";
import { LEGACY_NAME, unitNameFinding } from "./unit-name-finding";

/** The name of Hermes' first units: later versions remove such a unit without asking (`migrate-legacy`). */
export const legacyUnitName: ProfileRule = (profile) => {
  if (profile.unitName !== LEGACY_NAME) return [];
  return [
    unitNameFinding(profile, {
      code: "legacy-unit-name",
      severity: "error",
      message: `the unit of ${profile.key} is ${LEGACY_NAME}, which Hermes removes as a leftover of old versions`,
    }),
  ];
};
