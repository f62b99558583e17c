import type { ExclusionRule, PlacedMember } from "../../exclusion";
import type { GatewayPlan } from "../../fleet-plan";
import type { HostScene } from "../rule";

/** Something that gateways of one host contend for. */
export interface Contested {
  /** In a sentence: `port 8642`. */
  readonly what: string;
  /** Those concerned, in the host's order, two at least. */
  readonly gateways: readonly GatewayPlan[];
  /** Where the last of them declares it. */
  readonly path: string | undefined;
}

/** What gateways of a host that a boot starts together contend for, each once. */
export function contestedByRunning(host: HostScene, rule: ExclusionRule): Contested[] {
  return contested(host, rule, (gateway) => gateway.boot === "enabled");
}

/** The same for those that `concerns` picks out of the members of each contest. */
export function contested(
  host: HostScene,
  rule: ExclusionRule,
  concerns: (gateway: GatewayPlan, members: readonly GatewayPlan[]) => boolean,
): Contested[] {
  const byWhat = new Map<string, Map<number, PlacedMember>>();
  for (const [i, { what, members }] of host.contests.filter((contest) => contest.rule === rule).entries()) {
    // a port that meets on several addresses is one thing to a reader; two tokens of a kind are two
    const id = rule === "port" ? what : `${what} ${i}`;
    const found = byWhat.get(id) ?? new Map<number, PlacedMember>();
    const gateways = members.flatMap(({ place }) => host.gateways[place] ?? []);
    const concerned = members.filter(({ place }) => {
      const gateway = host.gateways[place];
      return gateway !== undefined && concerns(gateway, gateways);
    });
    if (concerned.length > 1) for (const member of concerned) found.set(member.place, member);
    byWhat.set(id, found);
  }
  return [...byWhat].flatMap(([id, found]) => {
    if (found.size === 0) return [];
    const placed = [...found.values()].sort((a, b) => a.place - b.place);
    const gateways = placed.flatMap(({ place }) => host.gateways[place] ?? []);
    const what = rule === "port" ? id : id.slice(0, id.lastIndexOf(" "));
    return [{ what, gateways, path: placed.at(-1)?.declaredAt }];
  });
}
