import { sortedEntries, sortedUnique } from "../order";
import type { GatewayHandling } from "../plan/fleet-plan";
import type { DELETE_POLICIES, RESTART_WAYS } from "../rules/policies";
import type { GatewaySpec } from "../spec/gateway-spec";
import { directiveLines } from "./directive-options";
import type { FleetProfile, UnitOptions } from "./fleet";
import type { DefaultsInput, ProfileInput } from "./fleet-schema";
import { present } from "./present";
import {
  HEALTH_DEADLINE_SECONDS,
  PROFILE_DEFAULTS,
  SUPERVISED_ENVIRONMENT,
  USER_SCOPE_DEFAULTS,
} from "./profile-defaults";
import { resolveReady } from "./resolve-ready";

/** A profile with everything that it does not say itself: the fleet's `defaults`, then the package's own. */
export function resolveProfile(
  key: string,
  written: ProfileInput,
  fleetDefaults: DefaultsInput,
  hostKeys: readonly string[],
): FleetProfile {
  const declared = { ...present(fleetDefaults), ...present(written) };
  const ofScope = declared.scope === "user" ? USER_SCOPE_DEFAULTS : {};
  const options = { ...PROFILE_DEFAULTS, ...ofScope, ...declared };
  const home = options.home ?? defaultHome(options.user, key);
  const unit: UnitOptions = {
    description: options.description ?? `Hermes Agent Gateway (${key})`,
    scope: options.scope,
    user: options.user,
    ...(options.group === undefined ? {} : { group: options.group }),
    home,
    executable: options.executable,
    args: [...(options.args ?? defaultArgs(key))],
    workingDirectory: options.workingDirectory ?? home,
    environment: {
      ...SUPERVISED_ENVIRONMENT,
      ...fleetDefaults.environment,
      ...written.environment,
      HERMES_HOME: home,
    },
    after: [...options.after],
    wants: [...options.wants],
    restart: options.restart,
    restartSec: options.restartSec,
    startLimitIntervalSec: options.startLimitIntervalSec,
    startLimitBurst: options.startLimitBurst,
    restartForceExitStatus: options.restartForceExitStatus.map(String),
    successExitStatus: options.successExitStatus.map(String),
    restartPreventExitStatus: options.restartPreventExitStatus.map(String),
    ...(options.timeoutStartSec === undefined ? {} : { timeoutStartSec: options.timeoutStartSec }),
    timeoutStopSec: options.timeoutStopSec,
    killMode: options.killMode,
    killSignal: options.killSignal,
    execReload: [...(options.execReload ?? [])],
    wantedBy: [...options.wantedBy],
    ...(options.hardening === "off" ? {} : { hardening: options.hardening }),
    directives: mergedDirectives(fleetDefaults.directives, written.directives),
  };
  return {
    key,
    hosts: sortedUnique(options.hosts ?? hostKeys),
    priority: options.priority,
    // a default may name the profile itself, a profile may not
    conflictsWith: sortedUnique(options.conflictsWith ?? []).filter((other) => other !== key),
    ...(options.exclusiveGroup === undefined ? {} : { exclusiveGroup: options.exclusiveGroup }),
    ports: options.ports === "allocate" ? "allocate" : [...new Set(options.ports)].sort((a, b) => a - b),
    ...(options.desired === undefined ? {} : { desired: options.desired }),
    config: written.config ?? {},
    ...(written.soul === undefined ? {} : { soul: written.soul }),
    ...(written.configFile === undefined ? {} : { configFile: written.configFile }),
    ...(written.directory === undefined ? {} : { directory: written.directory }),
    profile: written.profile ?? {},
    ...(written.profileFile === undefined ? {} : { profileFile: written.profileFile }),
    env: Object.fromEntries(sortedEntries(written.env ?? {})),
    unitName:
      options.unitName ?? (key === "default" ? "hermes-gateway.service" : `hermes-gateway-${key}.service`),
    unit,
    ...(options.home === undefined ? { guessedHome: true } : {}),
    handling: resolvedHandling(options, { ...present(fleetDefaults.health), ...present(written.health) }),
  };
}

/** Source of both: hermes_cli/profiles.py. */
function defaultHome(user: string, key: string): string {
  const root = user === "root" ? "/root/.hermes" : `/home/${user}/.hermes`;
  return key === "default" ? root : `${root}/profiles/${key}`;
}

function defaultArgs(key: string): string[] {
  return key === "default" ? ["gateway", "run"] : ["--profile", key, "gateway", "run"];
}

function mergedDirectives(base: DefaultsInput["directives"], own: DefaultsInput["directives"]) {
  const merged: GatewaySpec["directives"] = { Unit: {}, Service: {}, Install: {} };
  for (const section of ["Unit", "Service", "Install"] as const) {
    const values = { ...base?.[section], ...own?.[section] };
    for (const [key, value] of Object.entries(values)) merged[section][key] = directiveLines(value);
  }
  return merged;
}

function resolvedHandling(
  options: Pick<GatewayHandling, "adopt" | "takeBack" | "linger"> & {
    delete?: (typeof DELETE_POLICIES)[number];
    movedFrom?: string;
    renamedFrom?: string;
    restartSec: number;
    restartBy: (typeof RESTART_WAYS)[number];
  },
  health: NonNullable<ProfileInput["health"]>,
): GatewayHandling {
  const healthyForSeconds = health.healthyForSeconds ?? 2 * options.restartSec + 2;
  const deadlineSeconds = health.deadlineSeconds ?? Math.max(HEALTH_DEADLINE_SECONDS, healthyForSeconds + 30);
  return {
    adopt: options.adopt,
    takeBack: options.takeBack,
    linger: options.linger,
    ...(options.delete === "profile" ? { delete: options.delete } : {}),
    ...(options.movedFrom === undefined ? {} : { movedFrom: options.movedFrom }),
    ...(options.renamedFrom === undefined ? {} : { renamedFrom: options.renamedFrom }),
    health: {
      healthyForSeconds,
      deadlineSeconds: Math.max(deadlineSeconds, healthyForSeconds),
      ...(health.ready ? { ready: resolveReady(health.ready) } : {}),
    },
    ...(options.restartBy === "systemctl" ? {} : { restartBy: options.restartBy }),
  };
}
