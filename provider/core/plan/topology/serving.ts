import type { DetectedProfile } from "../../detect/detect";
import type { FleetHost } from "../../schema/fleet";

/** A profile that another one's gateway serves. */
export interface Served {
  readonly profile: DetectedProfile;
  /** Place of the profile whose gateway that is, among {@link Serving.members}. */
  readonly by: number;
}

/** Which profiles of a host have a gateway of their own, and which are served by another one's. */
export interface Serving {
  /** Profiles with a gateway of their own, in the host's order. */
  readonly members: readonly DetectedProfile[];
  /** The others, in the host's order. */
  readonly served: readonly Served[];
  /** Of the members those that a multiplexer should serve and none can, in the host's order. */
  readonly unserved: readonly DetectedProfile[];
}

/**
 * Splits the profiles of a host by its topology. Hermes serves the profiles below `profiles/` of the home whose gateway
 * multiplexes, and does so as that gateway's account.
 *
 * @param profiles the host's profiles in its order
 */
export function servingOf(topology: FleetHost["topology"], profiles: readonly DetectedProfile[]): Serving {
  if (topology !== "multiplexed") return { members: profiles, served: [], unserved: [] };
  const servers = new Map<string, DetectedProfile>();
  for (const profile of profiles) {
    if (rootOf(profile) === undefined && !servers.has(accountAndHome(profile)))
      servers.set(accountAndHome(profile), profile);
  }
  const serverOf = (profile: DetectedProfile) => {
    const root = rootOf(profile);
    return root === undefined ? undefined : servers.get(JSON.stringify([profile.unit.user, root]));
  };
  const members = profiles.filter((profile) => serverOf(profile) === undefined);
  const places = new Map(members.map((profile, place) => [profile, place]));
  const served = profiles.flatMap((profile): Served[] => {
    const server = serverOf(profile);
    return server === undefined ? [] : [{ profile, by: places.get(server) ?? 0 }];
  });
  return { members, served, unserved: unservedOf(members, served) };
}

/** The home whose gateway would serve a profile, by where its own lies; `undefined`: it is none that could be served. */
export function rootOf({ unit }: Pick<DetectedProfile, "unit">): string | undefined {
  return /^(.+)\/profiles\/[^/]+$/.exec(unit.home)?.[1];
}

/** One profile of each account serves: its default profile, else who serves somebody, else the first with a home of its own. */
function unservedOf(members: readonly DetectedProfile[], served: readonly Served[]): DetectedProfile[] {
  const serving = new Set(served.map(({ by }) => members[by]));
  const firstOf = new Map<string, DetectedProfile>();
  for (const rank of [
    ({ key }: DetectedProfile) => key === "default",
    (profile: DetectedProfile) => serving.has(profile),
    (profile: DetectedProfile) => rootOf(profile) === undefined,
  ]) {
    for (const profile of members.filter(rank)) {
      if (!firstOf.has(profile.unit.user)) firstOf.set(profile.unit.user, profile);
    }
  }
  return members.filter((profile) => firstOf.get(profile.unit.user) !== profile);
}

function accountAndHome({ unit }: DetectedProfile): string {
  return JSON.stringify([unit.user, unit.home]);
}
