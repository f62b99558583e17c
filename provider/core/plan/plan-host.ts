import { sortedUnique } from "../order";
import type { FleetHost, FleetProfile } from "../schema/fleet";
import { SPEC_SCHEMA_VERSION } from "../spec/gateway-spec";
import { claimsOf } from "./claims";
import { conflictGraph } from "./conflict-graph";
import { connectedComponents } from "./connected-components";
import { standbyReasons } from "./enabled-set";
import type { GatewayPlan, HostPlan } from "./fleet-plan";
import { byHostOrder } from "./host-order";

/** What a host's plan needs to know of the host itself. */
export type PlannedHost = Pick<FleetHost<unknown>, "key" | "systemd">;

/** Plans one host: order, exclusions, who runs after a boot, and the spec of each gateway. */
export function planHost(
  host: PlannedHost,
  exclusion: "all" | "declared",
  profiles: readonly FleetProfile<unknown>[],
): HostPlan {
  const members = [...profiles].sort(byHostOrder);
  const graph = conflictGraph(exclusion, members);
  const reasons = standbyReasons(graph);
  const plannedUnits = sortedUnique(members.map((member) => member.unitName));
  const keyAt = (place: number) => members[place]?.key ?? "";
  const unitAt = (place: number) => members[place]?.unitName ?? "";

  const gateways = members.map((member, place): GatewayPlan => {
    const neighbours = graph[place] ?? [];
    const standbyBecause = (reasons[place] ?? []).map(keyAt);
    const boot = standbyBecause.length === 0 ? "enabled" : "standby";
    return {
      profileKey: member.key,
      unitName: member.unitName,
      priority: member.priority,
      boot,
      standbyBecause,
      neighbours: neighbours.map(keyAt),
      spec: {
        schemaVersion: SPEC_SCHEMA_VERSION,
        hostKey: host.key,
        profileKey: member.key,
        unitName: member.unitName,
        scope: "system",
        priority: member.priority,
        boot,
        conflicts: neighbours.filter((other) => other > place).map(unitAt),
        plannedUnits,
        claims: claimsOf(member),
        systemd: host.systemd,
        ...member.unit,
      },
      handling: member.handling,
    };
  });
  const groups = connectedComponents(graph).map((places) => ({
    members: places.map(keyAt),
    winners: places.filter((place) => reasons[place]?.length === 0).map(keyAt),
  }));
  return { hostKey: host.key, gateways, groups };
}
