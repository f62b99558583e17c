import type { DetectedProfile } from "../../detect/detect";
import type { SeenHost, UnseenHost } from "../../facts/host-facts";
import type { Finding } from "../../finding";
import { byCodeUnit } from "../../order";
import type { Fleet } from "../../schema/fleet";
import type { PlacedExclusion } from "../exclusion";
import type { GatewayPlan, HostPlan } from "../fleet-plan";
import type { Outsiders } from "../outsiders";
import type { PlannedHost } from "../plan-host";
import type { Serving } from "../topology/serving";

/** One host as its rules see it. */
export interface HostScene extends HostPlan {
  /** The profiles behind `gateways`, in the same order. */
  readonly members: readonly DetectedProfile[];
  /** All profiles, with who serves whom. */
  readonly serving: Serving;
  /**
   * What members would contend for and the plan does not keep them from, because `exclusion: declared` leaves it to
   * the user; empty in every other mode.
   */
  readonly contests: readonly PlacedExclusion[];
  /** The host as declared. */
  readonly host: PlannedHost;
  /** The fleet's survey. */
  readonly survey: Fleet["survey"];
  /** What a survey saw; left out: there was none. */
  readonly facts?: SeenHost | UnseenHost;
  readonly outsiders: Outsiders;
}

/** A rule about the gateways of one host. */
export type HostRule = (host: HostScene) => Finding[];

/** A rule about one profile and its placement. */
export type ProfileRule = (profile: DetectedProfile) => Finding[];

/** A rule about all hosts together. */
export type FleetRule = (hosts: readonly HostScene[]) => Finding[];

/** The profiles of a host with the gateways that serve them: their own, then those that another one's serves. */
export function profilesBeside({
  gateways,
  serving: { members, served },
}: Pick<HostScene, "gateways" | "serving">): {
  readonly profile: DetectedProfile;
  readonly gateway: GatewayPlan;
}[] {
  const all = [...members.map((profile, by) => ({ profile, by })), ...served];
  return all.flatMap(({ profile, by }) => {
    const gateway = gateways[by];
    return gateway === undefined ? [] : [{ profile, gateway }];
  });
}

/** `<host key>/<profile key>`, as findings name a gateway. */
export function subject(hostKey: string, profileKey: string): string {
  return `${hostKey}/${profileKey}`;
}

/** All gateways of a profile. */
export function subjectsOf({ key, hosts }: Pick<DetectedProfile, "key" | "hosts">): string[] {
  return [...hosts].sort(byCodeUnit).map((host) => subject(host, key));
}

/** Gateways that share a value, two at least, each group in the host's order, groups by their first. */
export function sharing<Value>(
  gateways: readonly GatewayPlan[],
  valuesOf: (gateway: GatewayPlan) => readonly Value[],
): [value: Value, gateways: GatewayPlan[]][] {
  const groups = new Map<Value, GatewayPlan[]>();
  for (const gateway of gateways) {
    for (const value of valuesOf(gateway)) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [gateway]);
      else group.push(gateway);
    }
  }
  return [...groups].filter(([, group]) => group.length > 1);
}

/** Names as a list in a sentence: `a`, `a and b`, `a, b and c`; of more than six the first five and how many more. */
export function listed(names: readonly string[]): string {
  if (names.length > 6) return `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
