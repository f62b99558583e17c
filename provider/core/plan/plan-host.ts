import type { DetectedProfile } from "../detect/detect";
import { sortedUnique } from "../order";
import { GATEWAY_UNIT } from "../rules/names";
import type { Fleet, FleetHost } from "../schema/fleet";
import { SPEC_SCHEMA_VERSION } from "../spec/gateway-spec";
import { claimsOf } from "./claims";
import { conflictGraph } from "./conflict-graph";
import { connectedComponents } from "./connected-components";
import { declaredExclusions, everybody } from "./declared-exclusions";
import { detectedExclusions } from "./detected-exclusions";
import { enabledSet } from "./enabled-set";
import type { PlacedExclusion } from "./exclusion";
import type { ExternalConflict, GatewayPlan, HostPlan } from "./fleet-plan";

/** What a host's plan needs to know of the host itself. */
export type PlannedHost = Pick<FleetHost<unknown>, "key" | "systemd">;

/**
 * Plans one host: exclusions, who runs after a boot, and the spec of each gateway.
 *
 * @param members the host's profiles in its order
 */
export function planHost(
  host: PlannedHost,
  exclusion: Fleet["exclusion"],
  members: readonly DetectedProfile[],
): HostPlan {
  const exclusions = exclusionsOf(exclusion, members);
  const graph = conflictGraph(exclusions, members.length);
  const { enabled, because } = enabledSet(
    graph,
    members.map(({ desired }) => desired),
  );
  const plannedUnits = sortedUnique(members.map((member) => member.unitName));
  const keyAt = (place: number) => members[place]?.key ?? "";
  const unitAt = (place: number) => members[place]?.unitName ?? "";

  const gateways = members.map((member, place): GatewayPlan => {
    const neighbours = graph[place] ?? [];
    const boot = enabled[place] ? "enabled" : "standby";
    const external = externalConflicts(member, plannedUnits);
    return {
      profileKey: member.key,
      unitName: member.unitName,
      priority: member.priority,
      boot,
      ...(member.desired === undefined ? {} : { desired: member.desired }),
      standbyBecause: (because[place] ?? []).map(keyAt),
      neighbours: neighbours.map(keyAt),
      externalConflicts: external,
      spec: {
        schemaVersion: SPEC_SCHEMA_VERSION,
        hostKey: host.key,
        profileKey: member.key,
        unitName: member.unitName,
        scope: "system",
        priority: member.priority,
        boot,
        conflicts: [
          ...neighbours.filter((other) => other > place).map(unitAt),
          ...external.map(({ unitName }) => unitName),
        ],
        plannedUnits,
        claims: claimsOf(member),
        systemd: host.systemd,
        ...(member.desired === "stopped" ? { refuseManualStart: true } : {}),
        ...member.unit,
      },
      handling: member.handling,
    };
  });
  const groups = connectedComponents(graph).map((places) => ({
    members: places.map(keyAt),
    winners: places.filter((place) => enabled[place]).map(keyAt),
  }));
  const named = exclusions.map((one) => ({
    ...one,
    members: one.members.map(({ place, ...rest }) => ({ profileKey: keyAt(place), ...rest })),
  }));
  return { hostKey: host.key, gateways, groups, exclusions: named };
}

function exclusionsOf(mode: Fleet["exclusion"], members: readonly DetectedProfile[]): PlacedExclusion[] {
  if (mode === "all") return everybody(members);
  const declared = declaredExclusions(members);
  return mode === "declared" ? declared : [...declared, ...detectedExclusions(members)];
}

/** Units of others that the profile's config names; what is no name of a service is a finding instead. */
function externalConflicts(
  { detected }: DetectedProfile,
  plannedUnits: readonly string[],
): ExternalConflict[] {
  if (detected.systemdConflicts.length === 0) return [];
  const own = new Set(plannedUnits);
  const paths = new Map(detected.systemdConflicts.map(({ name, path }) => [name, path]));
  return sortedUnique(paths.keys())
    .filter((name) => GATEWAY_UNIT.pattern.test(name) && !own.has(name))
    .map((unitName) => ({ unitName, declaredAt: paths.get(unitName) ?? "" }));
}
