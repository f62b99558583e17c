import type { Finding } from "../../../finding";
import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** The name that Hermes gives to the unit of a profile; the group is the profile, absent for the default one. */
export const HERMES_NAME = /^hermes-gateway(?:-(.+))?\.service$/;

/** The name of the unit of Hermes' first versions. */
export const LEGACY_NAME = "hermes.service";

/** A finding about `unitName`; the remedy is the same for all of them. */
export function unitNameFinding(
  profile: Parameters<ProfileRule>[0],
  about: Pick<Finding, "code" | "severity" | "message">,
): Finding {
  return {
    ...about,
    subjects: subjectsOf(profile),
    remedy: "leave unitName out, so that the profile's name decides",
    path: pathOf(["profiles", profile.key, "unitName"]),
  };
}
