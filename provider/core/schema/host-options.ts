import { z } from "zod";
import { FOREIGN_POLICIES, OLDEST_SYSTEMD, TOPOLOGIES } from "../rules/policies";
import { strict } from "../rules/strict";
import { connectionSchema } from "./connection-options";
import { option } from "./option";
import { portRangeOption } from "./port-range-option";
import { HOST_DEFAULTS } from "./profile-defaults";

/** What to do about units that are nobody's; the host's own word beats the fleet's. */
export function foreignOption(standard?: (typeof FOREIGN_POLICIES)[number]) {
  return option(z.enum(FOREIGN_POLICIES), {
    doc: "What to do about gateway units that a survey finds and that are neither planned nor marked by any stack (hermes-gateway, hermes-api and hermes.service, and any unit that runs a gateway or needs a port of one): warn, exclude (every gateway of the host stops those with a Hermes name when it starts), or refuse (an error, as it is for a host that did not answer the survey). No effect without survey.",
    effect: "winner",
    ...(standard === undefined ? { defaultText: "the fleet's foreign" } : { default: standard }),
  });
}

/** Who serves the profiles of an account; the host's own word beats the fleet's. */
export function topologyOption(standard: string) {
  return option(z.enum(TOPOLOGIES), {
    doc: "Who serves the profiles of an account: per-profile (each has a gateway and a unit of its own), or multiplexed (the gateway of the account's default profile serves all of them, and they have no unit; its API server answers for each under /p/<profile>/). Written out, it is also pinned in config.yaml, so that Hermes does not change it by itself: gateway.multiplex_profiles and gateway.auto_multiplex_migration of the default profile, with per-profile gateway.standalone of the others.",
    defaultText: standard,
    effect: "restarts",
  });
}

/** One machine, as the user writes it. */
export const hostSchema = strict({
  connection: connectionSchema.meta({ description: "How the machine is reached." }),
  systemd: option(z.int().min(OLDEST_SYSTEMD).max(9999), {
    doc: `systemd version to write units for, ${OLDEST_SYSTEMD} or more, because of Type=exec. Left out, what the last survey saw counts before the default.`,
    effect: "no-restart",
    default: HOST_DEFAULTS.systemd,
  }),
  portRange: portRangeOption.host,
  foreign: foreignOption(),
  topology: topologyOption("the fleet's topology"),
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
  keepGenerations: option(z.boolean(), {
    doc: "Whether what `/var/lib/hermes-fleet/guard undo` needs stays on the machine when its last gateway is removed.",
    effect: "no-restart",
    default: HOST_DEFAULTS.keepGenerations,
  }),
});
