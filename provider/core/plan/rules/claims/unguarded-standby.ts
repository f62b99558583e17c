import type { ExclusionRule } from "../../exclusion";
import { type HostRule, listed, subject } from "../rule";
import { contested } from "./contested";

const RULES: readonly ExclusionRule[] = ["port", "credential", "matrix-device", "whatsapp-session"];

/**
 * Profiles of one host that contend for something and are kept apart by nothing but the boot: no directive stops
 * one when a hand starts the other.
 */
export const unguardedStandby: HostRule = (host) =>
  RULES.flatMap((rule) =>
    contested(host, rule, (one, members) => members.filter((other) => unguarded(one, other)).length > 0).map(
      ({ what, gateways, path }) => {
        const keys = gateways.map(({ profileKey }) => profileKey);
        return {
          code: "unguarded-standby",
          severity: "warning",
          subjects: keys.map((key) => subject(host.hostKey, key)),
          message: `nothing stops one of ${listed(keys)} on ${host.hostKey} when a hand starts another, and they contend for ${what}`,
          remedy: "put them into the same exclusiveGroup, or choose exclusion: detected",
          ...(path === undefined ? {} : { path }),
        };
      },
    ),
  );

type Gateway = Parameters<Parameters<typeof contested>[2]>[0];

/** Two that run together are an error of their own. */
function unguarded(one: Gateway, other: Gateway): boolean {
  if (one === other || one.neighbours.includes(other.profileKey)) return false;
  return one.boot === "standby" || other.boot === "standby";
}
