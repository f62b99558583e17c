import { type DetectedProfile, detect } from "../detect/detect";
import { keyedDigest } from "../digest";
import type { HostFacts } from "../facts/host-facts";
import { soundFacts } from "../facts/sound-facts";
import type { Finding } from "../finding";
import { byCodeUnit } from "../order";
import type { Fleet } from "../schema/fleet";
import { acceptFindings } from "./accept-findings";
import { detectedExclusions } from "./detected-exclusions";
import type { PlacedExclusion } from "./exclusion";
import type { FleetPlan, HostPlan } from "./fleet-plan";
import { byHostOrder } from "./host-order";
import { outsidersOf } from "./outsiders";
import { type PlannedHost, planHost } from "./plan-host";
import { FLEET_RULES, HOST_RULES, PROFILE_RULES } from "./rules/all-rules";
import type { HostScene } from "./rules/rule";
import { exclusionsOfServers } from "./topology/served-exclusions";
import { type Serving, servingOf } from "./topology/serving";

/** What a plan is made with besides the fleet. */
export interface PlanFleetOptions {
  /**
   * Secret key of the digests by which credentials are compared; a random one for each process. Nothing of the plan
   * depends on it. @default a constant: for fleets without credentials
   */
  readonly digestKey?: string;
  /** What a survey saw. Systemd versions and units of others come from it. @default there was no survey */
  readonly facts?: HostFacts;
  /** `<organization>/<project>/<stack>`: units marked with it are this program's own. @default nobody's */
  readonly stack?: string;
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
    .map((host) => sceneOf(host, fleet, placed.get(host.key) ?? [], units, options));
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
    hosts: scenes.map(publicHost),
    findings: bySeverity(findings),
  };
}

/**
 * What a plan says of one host. Named one by one: a scene also holds what the host is reached with, and a plan is
 * printed.
 */
function publicHost({ hostKey, gateways, groups, exclusions, served, ports }: HostPlan): HostPlan {
  return {
    hostKey,
    gateways,
    groups,
    exclusions,
    ...(ports === undefined ? {} : { ports }),
    ...(served === undefined ? {} : { served }),
  };
}

function sceneOf(
  host: PlannedHost,
  { name, exclusion, survey }: Pick<Fleet, "name" | "exclusion" | "survey">,
  profiles: readonly DetectedProfile[],
  fleetUnits: ReadonlySet<string>,
  options: PlanFleetOptions,
): HostScene {
  const serving = servingOf(host.topology, [...profiles].sort(byHostOrder));
  const { members } = serving;
  const contests = exclusion === "declared" ? contestsOf(serving) : [];
  const facts = factsOf(host.key, survey, options.facts);
  const seen = facts === undefined ? {} : { facts };
  const served = serving.served.map(({ profile }) => profile);
  const view = { fleet: name, host, served, exclusion, stack: options.stack ?? "", ...seen };
  const outsiders = outsidersOf(view, members);
  const plan = planHost(host, exclusion, serving, fleetUnits, outsiders, facts);
  return { ...plan, members, serving, contests, host, survey, outsiders, ...seen };
}

function contestsOf(serving: Serving): PlacedExclusion[] {
  const all = [...serving.members, ...serving.served.map(({ profile }) => profile)];
  return exclusionsOfServers(detectedExclusions(all), serving);
}

/** What a survey saw of one host; of a host that it left out, that it did. */
function factsOf(hostKey: string, survey: Fleet["survey"], facts: HostFacts | undefined) {
  if (facts === undefined) return undefined;
  const own = Object.hasOwn(facts, hostKey) ? facts[hostKey] : undefined;
  if (own !== undefined) return soundFacts(own);
  return survey === "off" ? undefined : { notSeen: "not-asked" };
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
