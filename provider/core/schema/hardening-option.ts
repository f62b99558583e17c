import { z } from "zod";
import { HARDENING_LEVELS } from "../rules/policies";
import { option } from "./option";
import { PROFILE_DEFAULTS } from "./profile-defaults";

/** How far a gateway is shut in. */
export const hardeningOption = {
  hardening: option(z.enum(HARDENING_LEVELS), {
    doc: "Directives of systemd.exec(5) that shut the gateway, and with it its agent's shell, in: off; basic, with which Hermes and its tools go on working, but nothing below the agent gets more rights (no sudo, no capabilities, no write to /usr, /boot and /etc, no kernel settings); strict, where also everything but the account's home and working directory is read-only, /tmp is its own, devices, other accounts' processes, namespaces and rare system calls are out of reach. A directive of the same name in directives stands instead. With scope: user only what an account's own manager can do; what the host's systemd does not know is left out.",
    effect: "restarts",
    default: PROFILE_DEFAULTS.hardening,
  }),
};
