import { type Problem, problemAt } from "../problem";
import { nearest } from "../rules/nearest";
import { problemFrom, shown } from "../rules/says";
import { shownKey } from "../rules/shown-key";
import { sizeComplaint } from "./file-options";
import { HEALTH_DEADLINE_SECONDS } from "./profile-defaults";
import { renameChecks } from "./rename-checks";

/**
 * What no single option can tell: keys that name nothing, and options that contradict each other. Reads a document
 * that may be wrong in other places, and says nothing about what the schema refuses there, so that both show at once.
 */
export function crossChecks(document: unknown): Problem[] {
  const hosts = objectAt(document, "hosts");
  const profiles = objectAt(document, "profiles");
  const defaults = objectAt(document, "defaults");
  return [
    ...rangeChecks(["portRange"], objectAt(document, "portRange")),
    ...Object.entries(hosts).flatMap(([key, host]) => [
      ...hostChecks(key, host),
      ...rangeChecks(["hosts", key, "portRange"], objectAt(host, "portRange")),
    ]),
    ...conflictChecks(["defaults", "conflictsWith"], defaults.conflictsWith, profiles),
    ...healthChecks(["defaults"], objectOr(defaults.health), {}),
    ...restartChecks(["defaults"], defaults, {}),
    ...renameChecks(
      Object.fromEntries(Object.entries(profiles).map(([key, profile]) => [key, objectOr(profile)])),
    ),
    ...Object.entries(profiles).flatMap(([key, profile]) => [
      ...placementChecks(["profiles", key, "hosts"], objectOr(profile).hosts, hosts),
      ...conflictChecks(["profiles", key, "conflictsWith"], objectOr(profile).conflictsWith, profiles, key),
      ...healthChecks(["profiles", key], objectOr(objectOr(profile).health), objectOr(defaults.health)),
      ...restartChecks(["profiles", key], objectOr(profile), defaults),
      ...sizeChecks(["profiles", key], objectOr(profile)),
    ]),
  ];
}

function sizeChecks(keys: readonly string[], profile: Options): Problem[] {
  const complaint = sizeComplaint(profile);
  const option = profile.soul === undefined ? "config" : "soul";
  return complaint === undefined ? [] : [problemFrom([...keys, option], complaint)];
}

function hostChecks(key: string, host: unknown): Problem[] {
  const connection = objectOr(host).connection;
  if (typeof connection !== "object" || connection === null || Array.isArray(connection)) return [];
  const { host: address, local } = objectOr(connection);
  if (address !== undefined || local === true) return [];
  const remedy = "write the machine's name or address, or local: true for this machine";
  return [problemAt(["hosts", key, "connection", "host"], "is missing", remedy)];
}

function rangeChecks(keys: readonly string[], { from, to }: Options): Problem[] {
  if (typeof from !== "number" || typeof to !== "number" || from < to) return [];
  const message = `${to} is not above from, ${from}: there is no port between them`;
  return [
    problemAt([...keys, "to"], message, `write ${from + 1} or more; to itself is no part of the range`),
  ];
}

function placementChecks(keys: readonly string[], placed: unknown, hosts: object): Problem[] {
  return textsIn(placed).flatMap(([host, i]) => {
    if (Object.hasOwn(hosts, host)) return [];
    return [
      problemAt(
        [...keys, i],
        `${shown(host)} is not a host of this fleet`,
        nearestOf(host, Object.keys(hosts), "host"),
      ),
    ];
  });
}

function conflictChecks(keys: readonly string[], named: unknown, profiles: object, self?: string): Problem[] {
  return textsIn(named).flatMap(([profile, i]) => {
    if (profile === self) {
      const remedy = "leave it out, or name another profile";
      return [problemAt([...keys, i], `${shown(profile)} is this profile itself`, remedy)];
    }
    if (Object.hasOwn(profiles, profile)) return [];
    const others = Object.keys(profiles).filter((key) => key !== self);
    const message = `${shown(profile)} is not a profile of this fleet`;
    return [problemAt([...keys, i], message, nearestOf(profile, others, "profile"))];
  });
}

function healthChecks(keys: readonly string[], own: Options, inherited: Options): Problem[] {
  if (own.deadlineSeconds === undefined && own.healthyForSeconds === undefined) return [];
  const { deadlineSeconds: deadline, healthyForSeconds: window } = { ...inherited, ...own };
  if (typeof deadline !== "number" || typeof window !== "number" || window <= deadline) return [];
  const message = `${deadline} is less than healthyForSeconds, ${window}: no gateway could ever count as healthy`;
  const remedy = `write ${Math.max(HEALTH_DEADLINE_SECONDS, window + 30)}, or leave it out`;
  return [problemAt([...keys, "health", "deadlineSeconds"], message, remedy)];
}

/** Without it a gateway that was told to restart would stay down if the run ended at that moment. */
function restartChecks(keys: readonly string[], own: Options, inherited: Options): Problem[] {
  if (own.restartBy === undefined && own.restartForceExitStatus === undefined) return [];
  const { restartBy, restartForceExitStatus: forced } = { ...inherited, ...own };
  if (restartBy !== "signal" || !Array.isArray(forced) || forced.map(String).includes("75")) return [];
  const message = "signal needs 75 in restartForceExitStatus: with it Hermes asks for its own start";
  return [problemAt([...keys, "restartBy"], message, "add 75 there, or leave restartBy out")];
}

function nearestOf(word: string, known: readonly string[], kind: string): string {
  if (known.length === 0) return `add the ${kind}, or leave it out`;
  const like = nearest(word, known);
  const keys = known.map((key) => shownKey(key));
  const all = keys.length > 12 ? `${keys.slice(0, 12).join(", ")}, …` : keys.join(", ");
  return like === undefined
    ? `write one of ${all}, or add the ${kind}`
    : `write "${shownKey(like)}", or add the ${kind}`;
}

type Options = Readonly<Record<string, unknown>>;

function objectAt(document: unknown, key: string): Options {
  return objectOr(objectOr(document)[key]);
}

function objectOr(value: unknown): Options {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Options) : {};
}

function textsIn(list: unknown): [text: string, index: number][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, i): [string, number][] => (typeof item === "string" ? [[item, i]] : []));
}
