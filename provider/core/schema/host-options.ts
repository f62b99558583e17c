import { z } from "zod";
import { OLDEST_SYSTEMD } from "../rules/policies";
import { strict } from "../rules/strict";
import { connectionSchema } from "./connection-options";
import { option } from "./option";
import { portRangeOption } from "./port-range-option";
import { HOST_DEFAULTS } from "./profile-defaults";

/** One machine, as the user writes it. */
export const hostSchema = strict({
  connection: connectionSchema.meta({ description: "How the machine is reached." }),
  systemd: option(z.int().min(OLDEST_SYSTEMD).max(9999), {
    doc: `systemd version to write units for until the machine was seen; ${OLDEST_SYSTEMD} or more, because of Type=exec.`,
    effect: "no-restart",
    default: HOST_DEFAULTS.systemd,
  }),
  portRange: portRangeOption.host,
  connectDeadlineSeconds: option(z.number().min(0).max(86_400), {
    doc: "How long to wait for a machine that is still booting, in seconds, 0 to 86400; 0 dials once.",
    effect: "no-restart",
    default: HOST_DEFAULTS.connectDeadlineSeconds,
  }),
  onUnreachable: option(z.enum(["fail", "skip"]), {
    doc: "What a refresh and a removal do when the machine does not answer: fail, or skip (a refresh keeps what the state says, a removal forgets the gateway, both with a warning).",
    effect: "no-restart",
    default: HOST_DEFAULTS.onUnreachable,
  }),
});
