import { sortedUnique } from "../order";
import type { FleetProfile } from "../schema/fleet";

/** What only one gateway of a host can have at a time, as plain texts by code unit: `home <path>`, `port <number>`. */
export function claimsOf(profile: Pick<FleetProfile<unknown>, "unit" | "ports">): string[] {
  return sortedUnique([`home ${profile.unit.home}`, ...profile.ports.map((port) => `port ${port}`)]);
}

/** The ports among the claims of a gateway, ascending. */
export function claimedPorts(claims: readonly string[]): number[] {
  return claims
    .filter((claim) => claim.startsWith("port "))
    .map((claim) => Number(claim.slice("port ".length)))
    .sort((a, b) => a - b);
}
