import { byCodeUnit, sortedUnique } from "../order";
import { ACCOUNT } from "../rules/names";
import { absolutePath } from "../rules/paths";
import {
  isSeen,
  type SeenDropIn,
  type SeenHost,
  type SeenListener,
  type SeenMark,
  type SeenUnit,
  type UnseenHost,
} from "./host-facts";

/** The most of anything that a plan takes from one host; a machine with more is not what it says. */
export const MOST_FACTS = {
  units: 2000,
  unitsOfManager: 300,
  names: 200,
  listeners: 500,
  dropIns: 300,
} as const;

/** Name of a service that a survey may tell of; `hermes-fleet-…` is this package's own. */
export const SEEN_UNIT = /^(?!hermes-fleet-)[A-Za-z0-9_][\\A-Za-z0-9:_.@-]{0,240}\.service$/;

/**
 * What a plan may use of a host's facts. They come from a machine, or from a program that read them somewhere: each
 * name, path and number has to be one that could be declared, and what is not is left out.
 */
export function soundFacts(facts: SeenHost | UnseenHost): SeenHost | UnseenHost {
  if (!isSeen(facts))
    return { notSeen: /^[a-z][a-z-]{0,60}$/.test(facts.notSeen) ? facts.notSeen : "unknown" };
  const { systemd, machineId, units, homes, listeners, dropIns, incomplete } = facts;
  return {
    systemd: wholeNumber(systemd, 0, 9999) ?? 0,
    machineId: /^[A-Za-z0-9-]{1,64}$/.test(machineId) ? machineId : "",
    units: soundUnits(units),
    ...(homes === undefined ? {} : { homes: soundHomes(homes) }),
    ...(listeners === undefined
      ? {}
      : { listeners: listeners.slice(0, MOST_FACTS.listeners).flatMap(soundListener) }),
    ...(dropIns === undefined ? {} : { dropIns: dropIns.slice(0, MOST_FACTS.dropIns).flatMap(soundDropIn) }),
    ...(incomplete === undefined
      ? {}
      : { incomplete: sortedUnique(incomplete.slice(0, 100).filter((one) => ACCOUNT_OR_WORD.test(one))) }),
  };
}

const ACCOUNT_OR_WORD = /^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/;

function soundUnits(units: readonly SeenUnit[]): SeenUnit[] {
  const counts = new Map<string, number>();
  return units.slice(0, MOST_FACTS.units).flatMap((unit) => {
    const sound = soundUnit(unit);
    const manager = unit.account ?? "";
    const count = (counts.get(manager) ?? 0) + sound.length;
    counts.set(manager, count);
    return count > MOST_FACTS.unitsOfManager ? [] : sound;
  });
}

function soundUnit(unit: SeenUnit): SeenUnit[] {
  const { name, scope, account, mark, home, fragmentPath, declaredPorts, ports, sets } = unit;
  if (!SEEN_UNIT.test(name)) return [];
  if (scope === "user" ? !isAccount(account) : scope !== "system" || account !== undefined) return [];
  return [
    {
      name,
      scope,
      ...(account === undefined ? {} : { account }),
      ...(mark === undefined ? {} : { mark: soundMark(mark) }),
      ...(isPath(home) ? { home } : {}),
      conflicts: soundNames(unit.conflicts),
      before: soundNames(unit.before),
      activeState: /^[a-z-]{1,20}$/.test(unit.activeState) ? unit.activeState : "inactive",
      enabled: unit.enabled === true,
      ...(unit.masked === true ? { masked: true } : {}),
      ...(isPath(fragmentPath) ? { fragmentPath } : {}),
      ...(unit.gateway === true ? { gateway: true } : {}),
      ...(unit.oneshot === true ? { oneshot: true } : {}),
      ...(declaredPorts === undefined ? {} : { declaredPorts: soundPorts(declaredPorts) }),
      ...(ports === undefined ? {} : { ports: soundPorts(ports) }),
      ...(sets === undefined
        ? {}
        : { sets: sortedUnique(sets.slice(0, MOST_FACTS.names).filter((key) => SETTING.test(key))) }),
    },
  ];
}

const SETTING = /^[A-Z][A-Za-z-]{0,30}\.[A-Z][A-Za-z]{0,60}(\.[A-Za-z_][A-Za-z0-9_]{0,60})?$/;

function soundMark({ owner, priority, claims }: SeenMark): SeenMark {
  return {
    owner: printable(owner),
    priority: wholeNumber(priority, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) ?? 0,
    claims: sortedUnique(
      claims.slice(0, MOST_FACTS.names).filter((one) => /^[A-Za-z0-9:_-]{1,80}$/.test(one)),
    ),
  };
}

function soundListener({ port, process, unit, account }: SeenListener): SeenListener[] {
  if (wholeNumber(port, 1, 65_535) === undefined) return [];
  const ofAccount = isAccount(account) ? { account } : {};
  const known = unit !== undefined && /^[\\A-Za-z0-9:_.@-]{1,255}$/.test(unit);
  return [{ port, process: printable(process), ...(known ? { unit, ...ofAccount } : {}) }];
}

function soundDropIn({ path, sets }: SeenDropIn): SeenDropIn[] {
  return isPath(path)
    ? [{ path, sets: sets.slice(0, 20).filter((key) => /^[A-Z][A-Za-z]{0,60}$/.test(key)) }]
    : [];
}

function soundHomes(homes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(homes)
      .filter(([account, home]) => isAccount(account) && isPath(home))
      .slice(0, 100)
      .sort(([a], [b]) => byCodeUnit(a, b)),
  );
}

function soundNames(names: readonly string[]): string[] {
  return sortedUnique(names.slice(0, MOST_FACTS.names).filter((name) => SEEN_UNIT.test(name)));
}

function soundPorts(ports: readonly number[]): number[] {
  const sound = ports.slice(0, MOST_FACTS.names).filter((port) => wholeNumber(port, 1, 65_535) !== undefined);
  return [...new Set(sound)].sort((a, b) => a - b);
}

function isAccount(account: string | undefined): account is string {
  return account !== undefined && ACCOUNT.pattern.test(account);
}

const PATH = absolutePath();

function isPath(path: string | undefined): path is string {
  return path !== undefined && path.length <= 1000 && PATH.safeParse(path).success;
}

function wholeNumber(value: number, least: number, most: number): number | undefined {
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
}

/** What stands in messages: no control, format or private characters, and not long. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").slice(0, 300);
}
