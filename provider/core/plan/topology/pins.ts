import type { Config } from "../../config-file/config";
import type { DetectedProfile } from "../../detect/detect";
import type { FleetHost } from "../../schema/fleet";
import { rootOf } from "./serving";

/**
 * What config.yaml has to say so that Hermes keeps to a topology: without it `hermes update` takes the units of profiles
 * away and serves them by one gateway (after 0.19.0; that one does not know the last two settings). Nothing where no
 * topology is written: every gateway of such a fleet would be restarted for it.
 *
 * @param isServed whether another profile's gateway serves it
 */
export function pinsOf(
  topology: FleetHost["topology"],
  profile: DetectedProfile,
  isServed: boolean,
): Config | undefined {
  if (topology === undefined || isServed) return undefined;
  if (rootOf(profile) !== undefined)
    return topology === "multiplexed" ? undefined : { gateway: { standalone: true } };
  return {
    gateway: { multiplex_profiles: topology === "multiplexed", auto_multiplex_migration: false },
  };
}

/** A declared config with the pins in it; where they contradict each other is a finding. */
export function withPins(config: Config, pins: Config = {}): Config {
  const gateway = config.gateway;
  const own = typeof gateway === "object" && gateway !== null && !Array.isArray(gateway) ? gateway : {};
  return pins.gateway === undefined
    ? config
    : { ...config, gateway: { ...own, ...(pins.gateway as Config) } };
}
