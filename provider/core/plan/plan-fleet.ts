import { type DetectedProfile, detect } from "../detect/detect";
import { keyedDigest } from "../digest";
import type { Finding } from "../finding";
import { byCodeUnit } from "../order";
import type { Fleet } from "../schema/fleet";
import { acceptFindings } from "./accept-findings";
import { detectedExclusions } from "./detected-exclusions";
import type { FleetPlan } from "./fleet-plan";
import { byHostOrder } from "./host-order";
import { type PlannedHost, planHost } from "./plan-host";
import { FLEET_RULES, HOST_RULES, PROFILE_RULES } from "./rules/all-rules";
import type { HostScene } from "./rules/rule";

/** What a plan is made with besides the fleet. */
export interface PlanFleetOptions {
  /**
   * Secret key of the digests by which credentials are compared; a random one for each process. Nothing of the plan
   * depends on it. @default a constant: for fleets without credentials
   */
  readonly digestKey?: string;
}

/**
 * Plans a whole fleet: who excludes whom, who runs after a boot, the spec of every gateway, and everything that is
 * wrong with the set. Pure and deterministic: the order of hosts, profiles and lists in the input changes nothing.
 */
export function planFleet(fleet: Fleet<unknown>, options: PlanFleetOptions = {}): FleetPlan {
  const digest = keyedDigest(options.digestKey ?? "");
  const profiles = [...fleet.profiles]
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .map((profile) => detect(profile, digest));
  const placed = profilesByHost(profiles);
  const units = new Set(profiles.map(({ unitName }) => unitName));
  const scenes = [...fleet.hosts]
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .map((host) => sceneOf(host, fleet.exclusion, placed.get(host.key) ?? [], units));
  const findings = acceptFindings(
    [
      ...profiles.flatMap((profile) => PROFILE_RULES.flatMap((rule) => rule(profile))),
      ...scenes.flatMap((scene) => HOST_RULES.flatMap((rule) => rule(scene))),
      ...FLEET_RULES.flatMap((rule) => rule(scenes)),
    ],
    fleet,
  );
  return {
    fleetName: fleet.name,
    hosts: scenes.map(({ members: _, contests: __, ...host }) => host),
    findings: bySeverity(findings),
  };
}

function sceneOf(
  host: PlannedHost,
  exclusion: Fleet["exclusion"],
  profiles: readonly DetectedProfile[],
  fleetUnits: ReadonlySet<string>,
): HostScene {
  const members = [...profiles].sort(byHostOrder);
  const contests = exclusion === "declared" ? detectedExclusions(members) : [];
  return { ...planHost(host, exclusion, members, fleetUnits), members, contests };
}

function profilesByHost(profiles: readonly DetectedProfile[]): Map<string, DetectedProfile[]> {
  const byHost = new Map<string, DetectedProfile[]>();
  for (const profile of profiles) {
    for (const host of new Set(profile.hosts)) {
      const there = byHost.get(host);
      if (there === undefined) byHost.set(host, [profile]);
      else there.push(profile);
    }
  }
  return byHost;
}

function bySeverity(findings: readonly Finding[]): Finding[] {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  return [
    ...open.filter(({ severity }) => severity === "error"),
    ...open.filter(({ severity }) => severity === "warning"),
    ...findings.filter(({ accepted }) => accepted !== undefined),
  ];
}
