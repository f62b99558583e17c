import type { ProfileSettings, Setting } from "../../../detect/profile-settings";
import { type ProfileRule, subjectsOf } from "../rule";

const KEYS = ["port", "host", "key"] as const;

/**
 * Settings of the API server in places that Hermes 0.19.0 does not read, although its own error message names one of
 * them. Later versions read some, so the port would change with an update of Hermes.
 */
export const ignoredConfigSpelling: ProfileRule = (profile) =>
  misplaced(profile.detected.settings).map((setting) => ({
    code: "ignored-config-spelling",
    severity: "warning",
    subjects: subjectsOf(profile),
    message: `Hermes 0.19.0 ignores ${setting.path} of ${profile.key}, and later versions may not`,
    remedy: "write it below platforms.api_server.extra",
    path: setting.path,
  }));

function misplaced(settings: ProfileSettings): Setting[] {
  const places = [
    ["platforms", "api_server"],
    ["gateway", "platforms", "api_server"],
    ["gateway", "api_server"],
    ["api_server"],
  ];
  return places.flatMap((place) => KEYS.flatMap((key) => settings.option(...place, key) ?? []));
}
