import type { FleetInput } from "../provider/core/schema/fleet-schema";
import type { Lab } from "../test/lab/lab";

/** The profiles of every host. */
export const PROFILES = ["alpha", "beta", "gamma"] as const;

/** The gateway that the row "one change" changes on every host. */
export const CHANGED_PROFILE = "alpha";

/** The unit of a profile, by the package's default and in the script. */
export function unitName(profile: string): string {
  return `hermes-gateway-${profile}.service`;
}

/** A profile's home on every host. */
export function homeOf(profile: string): string {
  return `/home/hermes/.hermes/profiles/${profile}`;
}

/** What a new home has in it, as `hermes profile create` lays it out. */
export const HOME_DIRECTORIES =
  "cron home logs memories plans sessions skills skins workspace".split(" ");

/** What differs between the rows. */
export interface FleetVariant {
  /** Whether {@link CHANGED_PROFILE} has its new variable. @default false */
  readonly changed?: boolean;
  /** Whether a started gateway is watched for the default window. @default false */
  readonly window?: boolean;
}

/** The fleet of the benchmark: every profile on every host, none excludes another. */
export function benchFleet(lab: Lab, { changed = false, window = false }: FleetVariant = {}): FleetInput {
  const hosts = lab.hosts.map((host) => {
    const connection = {
      host: host.address,
      privateKeyFile: lab.clientKey.privateKeyFile,
      hostKey: host.hostKeys.join("\n"),
    };
    return [host.name, { connection }] as const;
  });
  const environment = { BENCH_CHANGE: "1" };
  return {
    name: "bench",
    hosts: Object.fromEntries(hosts),
    ...(window ? {} : { defaults: { health: { healthyForSeconds: 0 } } }),
    profiles: Object.fromEntries(
      PROFILES.map((profile) => [profile, changed && profile === CHANGED_PROFILE ? { environment } : {}]),
    ),
  };
}
