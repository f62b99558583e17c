import { byCodeUnit, sortedEntries, sortedUnique } from "../order";
import type { Problem } from "../problem";
import { problemsOf } from "../rules/problems-of";
import { crossChecks } from "./cross-checks";
import type { Acceptance, Fleet, FleetConnection, FleetHost } from "./fleet";
import { type FleetInput, fleetSchema, type HostInput } from "./fleet-schema";
import { liftLater } from "./lift-later";
import { present } from "./present";
import { FLEET_DEFAULTS, HOST_DEFAULTS } from "./profile-defaults";
import { resolveProfile } from "./resolve-profile";
import { restoreLater } from "./restore-later";

export interface ParseFleetOptions<Later> {
  /**
   * Tells a value that is known later, such as an Output, from a plain one. Such a value is accepted as a host's
   * connection, as a field of it or of its proxy, and as a value of `env`. @default there are none
   */
  readonly isLater?: (value: unknown) => value is Later;
}

/** A checked fleet, or everything that is wrong with what the user wrote. */
export type ParsedFleet<Later = never> =
  | { readonly fleet: Fleet<Later>; readonly problems?: undefined }
  | { readonly fleet?: undefined; readonly problems: readonly Problem[] };

/** Checks a fleet as the user wrote it, merges defaults and resolves placement. All problems at once, none thrown. */
export function parseFleet<Later = never>(
  raw: unknown,
  options: ParseFleetOptions<Later> = {},
): ParsedFleet<Later> {
  const { plain, lifted, problems } = liftLater(raw, options.isLater ?? ((_value): _value is Later => false));
  const parsed = fleetSchema.safeParse(plain, { reportInput: true });
  const found = [...(parsed.success ? [] : problemsOf(parsed.error)), ...crossChecks(plain)];
  if (!parsed.success || problems.length > 0 || found.length > 0) {
    return { problems: [...problems, ...found.filter((problem) => !isUnder(problem, problems))] };
  }
  return { fleet: restoreLater(resolveFleet(parsed.data), lifted) };
}

/** Whether a problem lies at or below one of others: only a sample stands there. */
function isUnder(problem: Problem, others: readonly Problem[]): boolean {
  return others.some((other) => other.keys.every((key, i) => problem.keys[i] === key));
}

function resolveFleet(written: FleetInput): Fleet {
  const hostKeys = Object.keys(written.hosts);
  return {
    name: written.name ?? FLEET_DEFAULTS.name,
    exclusion: written.exclusion ?? FLEET_DEFAULTS.exclusion,
    survey: written.survey ?? FLEET_DEFAULTS.survey,
    surveyDeadlineSeconds: written.surveyDeadlineSeconds ?? FLEET_DEFAULTS.surveyDeadlineSeconds,
    accept: (written.accept ?? []).map(resolveAcceptance).sort(byAcceptance),
    hosts: sortedEntries(written.hosts).map(([key, host]) => resolveHost(key, host, written)),
    profiles: sortedEntries(written.profiles).map(([key, profile]) =>
      resolveProfile(key, profile ?? {}, written.defaults ?? {}, hostKeys),
    ),
  };
}

function resolveAcceptance(written: NonNullable<FleetInput["accept"]>[number]): Acceptance {
  const { subjects, ...rest } = present(written);
  return { ...rest, ...(subjects === undefined ? {} : { subjects: sortedUnique(subjects) }) };
}

/** Any order will do, if it is not the order in which they were written. */
function byAcceptance(a: Acceptance, b: Acceptance): number {
  const text = ({ code, subjects, reason }: Acceptance) => JSON.stringify([code, subjects ?? [], reason]);
  return byCodeUnit(text(a), text(b));
}

function resolveHost(key: string, written: HostInput, fleet: FleetInput): FleetHost {
  const topology = written.topology ?? fleet.topology;
  return {
    key,
    connection: resolveConnection(key, written.connection),
    ...(written.systemd === undefined ? {} : { systemd: written.systemd }),
    portRange: written.portRange ?? fleet.portRange ?? FLEET_DEFAULTS.portRange,
    foreign: written.foreign ?? fleet.foreign ?? FLEET_DEFAULTS.foreign,
    ...(topology === undefined ? {} : { topology }),
    connectDeadlineSeconds: written.connectDeadlineSeconds ?? HOST_DEFAULTS.connectDeadlineSeconds,
    onUnreachable: written.onUnreachable ?? HOST_DEFAULTS.onUnreachable,
    keepGenerations: written.keepGenerations ?? HOST_DEFAULTS.keepGenerations,
  };
}

/** Only a local connection may lack its host; the checks saw to that. */
function resolveConnection(key: string, written: HostInput["connection"]): FleetConnection {
  const { proxy, host = key, ...options } = present(written);
  return { ...options, host, ...(proxy === undefined ? {} : { proxy: present(proxy) }) };
}
