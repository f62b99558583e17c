import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/**
 * `--replace` makes a gateway end another one of the same home. Two that are supervised then end each other for
 * ever (observed with Hermes 0.19.0; dropped from its units since pull request 41892).
 */
export const replaceArgument: ProfileRule = (profile) => {
  const at = profile.unit.args.indexOf("--replace");
  if (at === -1) return [];
  return [
    {
      code: "replace-argument",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `the unit of ${profile.key} would start Hermes with --replace, and supervised gateways would end each other for ever`,
      remedy: "leave --replace out: systemd stops the old process before it starts the new one",
      path: pathOf(["profiles", profile.key, "args", at]),
    },
  ];
};
