import { GATEWAY_UNIT } from "../../../rules/names";
import { shown } from "../../../rules/says";
import { type ProfileRule, subjectsOf } from "../rule";

/** Entries of `systemd_conflicts` that name no service of the system manager: systemd would drop them silently. */
export const systemdConflictsNotAUnit: ProfileRule = (profile) =>
  profile.detected.systemdConflicts
    .filter(({ name }) => !GATEWAY_UNIT.pattern.test(name))
    .map(({ name, path }) => ({
      code: "systemd-conflicts-not-a-unit",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `${shown(name)} in systemd_conflicts of ${profile.key} is not the name of a system service`,
      remedy: 'write the whole name, for example "hermes-gateway-writer.service"',
      path,
    }));
