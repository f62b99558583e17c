import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

/** A gateway that runs as root: its agent has a shell, and with it the machine. */
export const gatewayAsRoot: ProfileRule = (profile) => {
  const { key, unit } = profile;
  if (unit.scope !== "system" || unit.user !== "root") return [];
  return [
    {
      code: "gateway-as-root",
      severity: "warning",
      subjects: subjectsOf(profile),
      message: `the gateway of ${key} runs as root: whatever talks its agent into a command has the whole machine, the other gateways included`,
      remedy:
        "give it an account of its own (useradd --create-home hermes on the host) and write user: hermes",
      path: pathOf(["profiles", key, "user"]),
    },
  ];
};
