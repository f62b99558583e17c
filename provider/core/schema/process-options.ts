import { z } from "zod";
import { ACCOUNT, ENVIRONMENT_NAME, GATEWAY_UNIT, name } from "../rules/names";
import { absolutePath, executablePath } from "../rules/paths";
import { SCOPES } from "../rules/policies";
import { says } from "../rules/says";
import { lineText, oneLineWord } from "../rules/text-rules";
import { keyed, matching } from "./keyed";
import { option } from "./option";
import { PROFILE_DEFAULTS } from "./profile-defaults";

const environmentKeys = matching(ENVIRONMENT_NAME, "secret values");

const environment = keyed(oneLineWord(), {
  ...environmentKeys,
  complaint: (key) =>
    key === "HERMES_HOME"
      ? says("HERMES_HOME is set by the option home", "leave it out and write home: <path>")
      : environmentKeys.complaint(key),
});

/** What is started, as whom, where and with what. */
export const processOptions = {
  scope: option(z.enum(SCOPES), {
    doc: "Manager that runs the gateway: system (process 1, the unit in /etc/systemd/system), or user (the account's own manager, the unit in the account's ~/.config/systemd/user, where Hermes itself puts it). Gateways under different managers that exclude each other are kept apart by a lock, because no directive reaches across; a gateway that gets a lock restarts.",
    effect: "restarts",
    default: PROFILE_DEFAULTS.scope,
  }),
  user: option(name(ACCOUNT), {
    doc: "Account that runs the gateway, and whose manager does with scope: user. It must exist on the host.",
    effect: "restarts",
    default: PROFILE_DEFAULTS.user,
  }),
  group: option(name(ACCOUNT), {
    doc: "Group that runs the gateway; not with scope: user.",
    defaultText: "the account's primary group",
    effect: "restarts",
  }),
  home: option(absolutePath(), {
    doc: "The profile's directory, an absolute path; becomes HERMES_HOME.",
    defaultText:
      "/home/<user>/.hermes/profiles/<profile>; /home/<user>/.hermes for the profile default; below /root for root",
    effect: "restarts",
  }),
  executable: option(executablePath(), {
    doc: "The Hermes program, an absolute path.",
    effect: "restarts",
    default: PROFILE_DEFAULTS.executable,
  }),
  args: option(z.array(oneLineWord()), {
    doc: "Words after the program. They reach it exactly as written: no variables, no specifiers, no shell.",
    defaultText: "--profile <profile> gateway run; gateway run for the profile default",
    effect: "restarts",
  }),
  unitName: option(name(GATEWAY_UNIT), {
    doc: "Name of the service unit.",
    defaultText:
      "hermes-gateway-<profile>.service; hermes-gateway.service for the profile default; these are the names that Hermes itself uses",
    effect: "restarts",
  }),
  description: option(lineText().min(1), {
    doc: "The unit's Description=, one line.",
    defaultText: "Hermes Agent Gateway (<profile>)",
    effect: "reloads",
  }),
  workingDirectory: option(absolutePath(), {
    doc: "Directory that the gateway is started in, an absolute path. A missing one does not stop the start.",
    defaultText: "home",
    effect: "restarts",
  }),
  environment: option(environment, {
    doc: "Variables of the process, on top of HERMES_HOME and HERMES_SUPERVISED_CHILD=1. They stand in the unit, which everyone on the host can read: secrets belong into env.",
    effect: "restarts",
    default: {},
  }),
};
