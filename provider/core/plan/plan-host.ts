import { apiServerAt } from "../detect/api-server";
import type { DetectedProfile } from "../detect/detect";
import { isSeen, type SeenHost, type UnseenHost } from "../facts/host-facts";
import { byCodeUnit, sortedUnique } from "../order";
import { GATEWAY_UNIT } from "../rules/names";
import { OLDEST_SYSTEMD } from "../rules/policies";
import type { Fleet, FleetHost } from "../schema/fleet";
import { HOST_DEFAULTS } from "../schema/profile-defaults";
import { SPEC_SCHEMA_VERSION } from "../spec/gateway-spec";
import { claimsOf } from "./claims";
import { conflictGraph } from "./conflict-graph";
import { connectedComponents } from "./connected-components";
import { keepApart, refOf } from "./cross-managers";
import { declaredExclusions, everybody } from "./declared-exclusions";
import { detectedExclusions } from "./detected-exclusions";
import { enabledSet } from "./enabled-set";
import type { PlacedExclusion } from "./exclusion";
import type { ExternalConflict, GatewayPlan, HostPlan } from "./fleet-plan";
import { hostPorts } from "./host-ports";
import type { Outsiders } from "./outsiders";
import { pinsOf } from "./topology/pins";
import { plannedServed } from "./topology/planned-served";
import { exclusionsOfServers } from "./topology/served-exclusions";
import type { Serving } from "./topology/serving";

/** What a host's plan needs to know of the host itself. */
export type PlannedHost = Pick<FleetHost<unknown>, "key" | "systemd" | "portRange" | "foreign" | "topology">;

/**
 * Plans one host: exclusions, who runs after a boot, and the spec of each gateway.
 *
 * @param serving the host's profiles, those with a gateway of their own and the others
 * @param fleetUnits the units of all profiles, wherever they are placed
 * @param outsiders the units on the host that this plan does not make
 */
export function planHost(
  host: PlannedHost,
  exclusion: Fleet["exclusion"],
  serving: Serving,
  fleetUnits: ReadonlySet<string>,
  { excluded }: Outsiders,
  facts?: SeenHost | UnseenHost,
): HostPlan {
  const { members, served } = serving;
  const exclusions = exclusionsOf(exclusion, serving);
  const graph = conflictGraph(exclusions, members.length);
  const { enabled, because } = enabledSet(
    graph,
    members.map(({ desired }) => desired),
  );
  const plannedUnits = sortedUnique(members.map(refOf));
  const apart = keepApart(members);
  const keys = members.map(({ key }) => key);
  const keyAt = (place: number) => keys[place] ?? "";

  const gateways = members.map((member, place): GatewayPlan => {
    const neighbours = graph[place] ?? [];
    const boot = enabled[place] ? "enabled" : "standby";
    const own = served.filter(({ by }) => by === place).map(({ profile }) => profile);
    const external = externalConflicts([member, ...own], fleetUnits);
    const declared = new Set(external.map(({ unitName }) => unitName));
    const outside = (excluded[place] ?? []).filter(({ unitName }) => !declared.has(unitName));
    const foreign = outside.map(({ unitName }) => unitName);
    const { conflicts, ...across } = apart(place, neighbours);
    const pins = pinsOf(host.topology, member, false);
    return {
      profileKey: member.key,
      unitName: member.unitName,
      priority: member.priority,
      boot,
      ...(member.desired === undefined ? {} : { desired: member.desired }),
      standbyBecause: (because[place] ?? []).map(keyAt),
      neighbours: neighbours.map(keyAt),
      ...(member.detected.allocated.length === 0 ? {} : { allocates: member.detected.allocated }),
      ...(pins === undefined ? {} : { pins }),
      externalConflicts: [...external, ...outside],
      spec: {
        schemaVersion: SPEC_SCHEMA_VERSION,
        hostKey: host.key,
        profileKey: member.key,
        unitName: member.unitName,
        priority: member.priority,
        boot,
        ...across,
        conflicts:
          external.length === 0 ? conflicts : [...conflicts, ...external.map(({ unitName }) => unitName)],
        ...(foreign.length === 0 ? {} : { foreign }),
        ...(facts === undefined
          ? {}
          : { survey: { seen: isSeen(facts), systemd: host.systemd === undefined } }),
        plannedUnits,
        claims: claimsOf(member, own),
        systemd: systemdOf(host, facts),
        ...(member.desired === "stopped" ? { refuseManualStart: true } : {}),
        ...watchdogOf(member),
        ...member.unit,
      },
      handling: withApiServer(member),
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
  const ports = hostPorts(host.portRange, members);
  return {
    hostKey: host.key,
    gateways,
    groups,
    exclusions: named,
    ...(ports === undefined ? {} : { ports }),
    ...(served.length === 0 ? {} : { served: plannedServed(serving, gateways) }),
  };
}

/** Declared, seen, or assumed; one that is too old is a finding, and no spec is made for it. */
function systemdOf({ systemd }: PlannedHost, facts: SeenHost | UnseenHost | undefined): number {
  if (systemd !== undefined) return systemd;
  return isSeen(facts) ? Math.max(facts.systemd, OLDEST_SYSTEMD) : HOST_DEFAULTS.systemd;
}

/** Where the plan knows the API server that a gateway is waited for, its address. */
function withApiServer({ handling, detected }: DetectedProfile): GatewayPlan["handling"] {
  const { ready } = handling.health;
  if (ready === undefined || !("api" in ready) || ready.api !== true) return handling;
  const api = apiServerAt(detected);
  return typeof api === "string" ? { ...handling, health: { ...handling.health, ready: { api } } } : handling;
}

/** Said only where there is one, as in specs from before it could be. */
function watchdogOf({
  detected: { watchdog },
}: DetectedProfile): Pick<GatewayPlan["spec"], "watchdogSeconds"> {
  return watchdog.seconds === undefined ? {} : { watchdogSeconds: watchdog.seconds };
}

function exclusionsOf(mode: Fleet["exclusion"], serving: Serving): PlacedExclusion[] {
  if (mode === "all") return everybody(serving.members);
  const all = [...serving.members, ...serving.served.map(({ profile }) => profile)];
  const declared = declaredExclusions(all);
  return exclusionsOfServers(
    mode === "declared" ? declared : [...declared, ...detectedExclusions(all)],
    serving,
  );
}

/**
 * Units of others that the configs of a gateway's profiles name. What is no name of a service is a finding instead, and a unit that
 * the fleet has on other hosts only excludes nobody here.
 */
function externalConflicts(
  profiles: readonly DetectedProfile[],
  fleetUnits: ReadonlySet<string>,
): ExternalConflict[] {
  const all = profiles.flatMap(({ detected }) => detected.systemdConflicts);
  return [...new Map(all.map((one) => [one.name, one])).values()]
    .sort((a, b) => byCodeUnit(a.name, b.name))
    .filter(({ name }) => GATEWAY_UNIT.pattern.test(name) && !fleetUnits.has(name))
    .map(({ name, path }) => ({ unitName: name, declaredAt: path }));
}
