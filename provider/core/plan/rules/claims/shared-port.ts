import { sharedClaim } from "./shared-claim";

/**
 * Profiles of one host that a boot starts together and that claim one port: Hermes ends with exit 78 in all but
 * one of them, and which one is chance (observed with Hermes 0.19.0).
 */
export const sharedPort = sharedClaim("shared-port", "port", {
  verb: "claim",
  otherwise: (last) => `or give ${last} another port, or place it on another host`,
});
