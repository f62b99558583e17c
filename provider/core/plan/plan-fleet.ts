import type { Finding } from "../finding";
import { byCodeUnit } from "../order";
import type { Fleet, FleetProfile } from "../schema/fleet";
import type { FleetPlan } from "./fleet-plan";
import { planHost } from "./plan-host";
import { duplicateHome } from "./rules/duplicate-home";
import { duplicateUnitName } from "./rules/duplicate-unit-name";
import { movedFromSeveralHosts } from "./rules/moved-from-several-hosts";
import { movedFromStillPlaced } from "./rules/moved-from-still-placed";
import type { HostRule, ProfileRule } from "./rules/rule";
import { sharedPort } from "./rules/shared-port";

const PROFILE_RULES: readonly ProfileRule[] = [movedFromStillPlaced, movedFromSeveralHosts];
const HOST_RULES: readonly HostRule[] = [duplicateUnitName, duplicateHome, sharedPort];

/**
 * Plans a whole fleet: who excludes whom, who runs after a boot, the spec of every gateway, and everything that is
 * wrong with the set. Pure and deterministic: the order of hosts, profiles and lists in the input changes nothing.
 */
export function planFleet(fleet: Fleet<unknown>): FleetPlan {
  const placed = profilesByHost(fleet.profiles);
  const hosts = [...fleet.hosts]
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .map((host) => planHost(host, fleet.exclusion, placed.get(host.key) ?? []));
  const profiles = [...fleet.profiles].sort((a, b) => byCodeUnit(a.key, b.key));
  const findings: Finding[] = [
    ...profiles.flatMap((profile) => PROFILE_RULES.flatMap((rule) => rule(profile))),
    ...hosts.flatMap((host) => HOST_RULES.flatMap((rule) => rule(host))),
  ];
  const errors = findings.filter((finding) => finding.severity === "error");
  const warnings = findings.filter((finding) => finding.severity === "warning");
  return { fleetName: fleet.name, hosts, findings: [...errors, ...warnings] };
}

function profilesByHost(profiles: readonly FleetProfile<unknown>[]): Map<string, FleetProfile<unknown>[]> {
  const byHost = new Map<string, FleetProfile<unknown>[]>();
  for (const profile of profiles) {
    for (const host of new Set(profile.hosts)) {
      const there = byHost.get(host);
      if (there === undefined) byHost.set(host, [profile]);
      else there.push(profile);
    }
  }
  return byHost;
}
