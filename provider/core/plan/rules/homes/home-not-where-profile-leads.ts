import { pathOf } from "../../../problem";
import { namedProfile } from "../names/named-profile";
import { type ProfileRule, subjectsOf } from "../rule";

/**
 * `--profile` makes Hermes look below the root of HERMES_HOME again (`hermes_cli/profiles.py`): with a home that is
 * no profile's directory it ends up in `<home>/profiles/<name>`, or ends when there is none.
 */
export const homeNotWhereProfileLeads: ProfileRule = (profile) => {
  const name = namedProfile(profile.unit.args);
  const { home } = profile.unit;
  if (name !== profile.key || name === "default" || /\/profiles\/[^/]+$/.test(home)) return [];
  return [
    {
      code: "home-not-where-profile-leads",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `--profile ${name} leads Hermes to ${home}/profiles/${name}, not to the home of ${profile.key}, ${home}`,
      remedy: `end the home in /profiles/${name}, or write args: [gateway, run]`,
      path: pathOf(["profiles", profile.key, "home"]),
    },
  ];
};
