import { credentialTexts } from "../detect/credential-texts";
import type { DetectedProfile } from "../detect/detect";
import { isSeen, type SeenHost, type SeenUnit, type UnseenHost } from "../facts/host-facts";
import { byCodeUnit } from "../order";
import { DEPENDENCY_UNIT, GATEWAY_UNIT, HOST_KEY, PROFILE_KEY } from "../rules/names";
import type { Fleet, FleetHost } from "../schema/fleet";
import { claimDigest, stackOf } from "../units/mark";
import { managerOf } from "../units/unit-ref";
import { claimsOf } from "./claims";
import type { ExternalConflict } from "./fleet-plan";

/** A unit of another stack that cannot run at the same time as one of the plan's gateways. */
export interface Contender {
  readonly unit: SeenUnit;
  /** The gateway's place in the host's order. */
  readonly place: number;
  /** What both need: `port 8642`, or `exclusion: all`. Never secret. */
  readonly what: string;
  /**
   * Who stands higher between the two: `open` where the order of the host and that of names contradict each other,
   * `apart` where they run under different managers, so that no directive of either reaches the other.
   */
  readonly higher: "ours" | "theirs" | "open" | "apart";
}

/** The gateway units on a host that this plan does not make, as a survey found them. */
export interface Outsiders {
  /** Units that no stack owns, and that are gateways or use what a gateway of the plan has to itself. */
  readonly foreign: readonly SeenUnit[];
  /** Units in system scope with the mark of this program's own stack and fleet, of profiles that it does not have. */
  readonly orphans: readonly Orphan[];
  readonly contenders: readonly Contender[];
  /** Foreign units that should be excluded and cannot be. */
  readonly notExcluded: readonly { readonly unit: SeenUnit; readonly why: string }[];
  /** For each gateway in the host's order the outsiders that it excludes, by code unit. */
  readonly excluded: readonly (readonly ExternalConflict[])[];
}

/** A unit of this stack that its program does not know. */
export interface Orphan {
  readonly unit: SeenUnit;
  /** `<host key>/<profile key>`, as its mark says. */
  readonly of: string;
  /** What it claims and gateways of the plan do too, by their places. */
  readonly meets: readonly { readonly place: number; readonly what: string }[];
}

/** What the plan knows of a host besides its profiles. */
export interface HostView {
  /** Name of the fleet. */
  readonly fleet: string;
  /** Profiles of the host that other gateways serve. */
  readonly served: readonly DetectedProfile[];
  readonly host: Pick<FleetHost<unknown>, "key" | "foreign">;
  readonly exclusion: Fleet["exclusion"];
  /** What a survey saw; left out: there was none. */
  readonly facts?: SeenHost | UnseenHost;
  /** `<organization>/<project>/<stack>` of this program. */
  readonly stack: string;
}

/** Sorts the units that a survey found on a host. @param members the host's profiles in its order */
export function outsidersOf(view: HostView, members: readonly DetectedProfile[]): Outsiders {
  const { facts, stack, host } = view;
  const units = isSeen(facts) ? facts.units.filter((unit) => !isPlanned(unit, members)) : [];
  const foreign = units.filter((unit) => unit.mark === undefined && isForeign(unit, members));
  const others = units.filter(({ mark }) => mark !== undefined && stackOf(mark.owner) !== stack);
  const contenders = view.exclusion === "declared" ? [] : contendersOf(others, view.exclusion, members);
  const excludes = host.foreign === "exclude";
  const judged = foreign
    .filter((unit) => isToExclude(unit, members))
    .map((unit) => ({ unit, why: whyNot(unit, members) }));
  const named = excludes ? judged.filter(({ why }) => why === undefined).map(({ unit }) => unit) : [];
  return {
    foreign,
    orphans: orphansOf(units, view, members),
    contenders,
    notExcluded: excludes
      ? judged.flatMap(({ unit, why }) => (why === undefined ? [] : [{ unit, why }]))
      : [],
    excluded: members.map((_, place) =>
      [
        ...named.map(({ name }) => ({ unitName: name, declaredAt: "foreign: exclude", seen: true as const })),
        ...contenders
          .filter((one) => one.place === place && one.higher === "ours")
          .map(({ unit, what }) => ({ unitName: unit.name, declaredAt: what, seen: true as const })),
      ].sort((a, b) => byCodeUnit(a.unitName, b.unitName)),
    ),
  };
}

function isPlanned(unit: SeenUnit, members: readonly DetectedProfile[]): boolean {
  return members.some((member) => member.unitName === unit.name && isBeside(unit, member));
}

/** Whether one manager runs both. */
export function isBeside(
  { scope, account }: SeenUnit,
  { unit }: { unit: Parameters<typeof managerOf>[0] },
): boolean {
  return managerOf(unit) === managerOf({ scope, user: account ?? "" });
}

/** The names of gateways: Hermes' own, and those that people give to an API server's unit beside it. */
const HERMES_NAME = /^hermes[-@.]/;

function isGateway({ name, gateway, oneshot }: SeenUnit): boolean {
  if (gateway === true || name.startsWith("hermes-gateway")) return true;
  return oneshot !== true && (name === "hermes.service" || /^hermes(-api[-@.]|@)/.test(name));
}

/** Ports of the plan's gateways that a unit holds or names. */
export function portsMet(
  { ports = [], declaredPorts = [] }: SeenUnit,
  members: readonly Pick<DetectedProfile, "detected">[],
): number[] {
  const needed = new Set(members.flatMap(({ detected }) => detected.listeners.map(({ port }) => port)));
  return [...new Set([...ports, ...declaredPorts])].filter((port) => needed.has(port)).sort((a, b) => a - b);
}

/**
 * Whether an unmarked unit is one that a plan has to know of. What an account says of its own unit makes it one as well:
 * that it is there is a finding, and no directive outside of that account's manager follows from it.
 */
function isForeign(unit: SeenUnit, members: readonly DetectedProfile[]): boolean {
  if (isGateway(unit) || portsMet(unit, members).length > 0) return true;
  return HERMES_NAME.test(unit.name) && members.some((member) => member.unit.home === unit.home);
}

/**
 * Whether `foreign: exclude` is about a unit: gateways, and units with a Hermes name that need a port of one. A user unit
 * of an account that runs none of the plan's gateways is that account's own affair, which a finding tells of.
 */
function isToExclude(unit: SeenUnit, members: readonly DetectedProfile[]): boolean {
  if (unit.scope === "user" && !members.some((member) => member.unit.user === unit.account)) return false;
  return isGateway(unit) || (HERMES_NAME.test(unit.name) && portsMet(unit, members).length > 0);
}

/**
 * Units that this stack's fleet once made and its program does not have now. Marks of user units are left out: the
 * account may have written them.
 */
function orphansOf(
  units: readonly SeenUnit[],
  view: HostView,
  members: readonly DetectedProfile[],
): Orphan[] {
  const planned = [...members, ...view.served];
  const keys = new Set(planned.flatMap(({ key, handling }) => [key, handling.renamedFrom ?? key]));
  return units.flatMap((unit) => {
    const { mark, scope } = unit;
    if (mark === undefined || scope !== "system" || stackOf(mark.owner) !== view.stack) return [];
    const [fleet, hostKey = "", profile = "", ...more] = mark.owner.slice(view.stack.length + 2).split("/");
    if (fleet !== view.fleet || more.length > 0) return [];
    if (!HOST_KEY.pattern.test(hostKey) || !PROFILE_KEY.pattern.test(profile)) return [];
    if (hostKey === view.host.key && keys.has(profile)) return [];
    const meets = members.flatMap((member, place) => {
      const what = sharedClaim(member, mark.claims, view.stack);
      return what === undefined ? [] : [{ place, what }];
    });
    return [{ unit, of: `${hostKey}/${profile}`, meets }];
  });
}

/** Why a foreign unit cannot stand below the plan's gateways; `undefined`: it can. */
function whyNot(unit: SeenUnit, members: readonly DetectedProfile[]) {
  const { name, scope, account, conflicts, before } = unit;
  const elsewhere = members.filter((member) => !isBeside(unit, member));
  if (scope === "user" && elsewhere.length > 0)
    return `it belongs to the user manager of ${account}, which no directive of a ${elsewhere[0]?.unit.scope === "user" ? "unit of another manager" : "system unit"} reaches`;
  if (elsewhere.length > 0)
    return `it is a unit of the system, which no directive of ${elsewhere.map(({ key }) => key).join(", ")} reaches under an account's own manager`;
  if (!HERMES_NAME.test(name))
    return 'its name does not begin with "hermes", and foreign: exclude names no other unit; systemd_conflicts in the config of a profile can';
  if (!DEPENDENCY_UNIT.pattern.test(name)) return "a unit cannot name it";
  const names = members.filter(({ unitName }) => conflicts.includes(unitName) || before.includes(unitName));
  if (names.length > 0)
    return `it names ${names.map(({ unitName }) => unitName).join(", ")} itself, and units that name each other start nobody at boot`;
  const after = members.filter(
    (member) => member.unit.after.includes(name) || member.unit.wants.includes(name),
  );
  return after.length === 0
    ? undefined
    : `${after.map(({ key }) => key).join(", ")} waits for it or starts it (after, wants)`;
}

/**
 * Between stacks the order is (priority, unit name), as the marks have it. A gateway names a unit of another stack
 * only when it and everyone above it on the host stand higher: then no chain of directives of several stacks ever
 * leads back to where it began, whatever the names within one stack's order are. An account may have written the mark
 * of a user unit: it moves only gateways of that account's own manager, and is `apart`, a finding, from every other.
 */
function contendersOf(
  others: readonly SeenUnit[],
  exclusion: Fleet["exclusion"],
  members: readonly DetectedProfile[],
): Contender[] {
  return others.flatMap((unit) => {
    const { mark } = unit;
    if (mark === undefined || !GATEWAY_UNIT.pattern.test(unit.name)) return [];
    const theirs = { priority: mark.priority, name: unit.name };
    const stack = stackOf(mark.owner);
    let allAbove = true;
    return members.flatMap((member, place) => {
      const beside = isBeside(unit, member);
      const above = isHigher({ priority: member.priority, name: member.unitName }, theirs);
      if (beside) allAbove &&= above;
      const what = exclusion === "all" ? "exclusion: all" : sharedClaim(member, mark.claims, stack);
      if (what === undefined) return [];
      const higher = !beside ? "apart" : allAbove ? "ours" : above ? "open" : "theirs";
      return [{ unit, place, what, higher } as const];
    });
  });
}

interface Ranked {
  readonly priority: number;
  readonly name: string;
}

function isHigher(a: Ranked, b: Ranked): boolean {
  return (b.priority - a.priority || byCodeUnit(a.name, b.name)) < 0;
}

/**
 * What a gateway and a unit of another stack both claim. Claims are digests keyed with the owner's stack, whose name
 * is in the mark; a credential's text is secret and stays unnamed. Of accounts that could be found by trying (a phone
 * number) a mark has no digest, unless it is of an older version: two stacks that share one are not told of it.
 */
function sharedClaim(member: DetectedProfile, claims: readonly string[], stack: string): string | undefined {
  const digests = new Set(claims);
  const meets = (text: string) => digests.has(claimDigest(text, stack));
  const known = Object.entries(member.env).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const plain = claimsOf(member).find(meets);
  if (plain !== undefined) return plain;
  return credentialTexts(Object.fromEntries(known)).some(meets) ? "a credential" : undefined;
}
