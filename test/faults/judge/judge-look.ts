import type { Look } from "../host/look";
import { GROUP, PROFILES, type Profile, unitOf } from "../stage/declare";

/** How a host stands between two generations. */
export type Standing = "old" | "new" | "mixed";

/** What a host has to agree with: how it was, and how the change makes it. */
export interface Frame {
  readonly before: Look;
  readonly after: Look;
  /** The winner before and after. */
  readonly winners: { readonly old: Profile; readonly new: Profile };
}

/** Which generation the files of these profiles are of. */
export function standingOf(seen: Look, profiles: readonly Profile[], { before, after }: Frame): Standing {
  const is = (frame: Look) =>
    profiles.every((name) => seen.files[name] === frame.files[name] && seen.envs[name] === frame.envs[name]);
  if (is(before)) return "old";
  return is(after) ? "new" : "mixed";
}

/** Everything that is not as it has to be on a host at rest, wherever the change was cut. */
export function judgeLook(seen: Look, frame: Frame): string[] {
  const group = standingOf(seen, GROUP, frame);
  const winner = group === "mixed" ? undefined : frame.winners[group];
  const wanted = [...(winner === undefined ? [] : [winner]), "c"].sort();
  return [
    ...PROFILES.flatMap((name) => wholeness(name, seen, frame)),
    ...(group === "mixed"
      ? [`the files of a and b are of different generations: ${generations(seen, frame)}`]
      : []),
    ...(standingOf(seen, ["c"], frame) === "mixed"
      ? ["unit and .env of c are of different generations"]
      : []),
    ...same("a boot starts", seen.linked, wanted, group),
    ...same("runs", seen.runs, wanted, group),
    ...seen.runs
      .filter((name) => seen.active[name] !== "active")
      .map((name) => `${name} runs and is ${seen.active[name]}`),
    ...mutual(seen),
    ...judgeRest(seen),
  ];
}

/** What must not be on any host at rest. */
export function judgeRest(seen: Look): string[] {
  return [
    ...seen.left.map((path) => `${path} is left`),
    ...seen.readable.map((path) => `another account can read ${path}`),
    ...Object.keys(seen.records)
      .filter((name) => !name.endsWith(".rolled-back"))
      .map((name) => `the record ${name} is open: ${seen.records[name]?.text}`),
    ...seen.failed.filter((unit) => unit.startsWith("hermes-")).map((unit) => `${unit} is failed`),
    ...seen.modes
      .filter((mode) => !/^[abc] (root:644|hermes:600|-)$/.test(mode))
      .map((mode) => `owner and mode of a file: ${mode}`),
  ];
}

function wholeness(name: Profile, seen: Look, { before, after }: Frame): string[] {
  const known = (kind: "files" | "envs") =>
    [before[kind][name], after[kind][name]].includes(seen[kind][name]);
  return [
    ...(known("files") ? [] : [`the unit of ${name} is neither the old one nor the new one`]),
    ...(known("envs") ? [] : [`the .env of ${name} is neither the old one nor the new one`]),
  ];
}

function generations(seen: Look, frame: Frame): string {
  const which = (name: Profile, kind: "files" | "envs") =>
    seen[kind][name] === frame.before[kind][name]
      ? "old"
      : seen[kind][name] === frame.after[kind][name]
        ? "new"
        : "?";
  return GROUP.map((name) => `${name} ${which(name, "files")} with ${which(name, "envs")} .env`).join(", ");
}

function same(what: string, found: readonly string[], wanted: readonly string[], group: Standing): string[] {
  const text = (names: readonly string[]) => names.join(" and ") || "nobody";
  if (text(found) === text(wanted)) return [];
  return [`${what}: ${text(found)}, where the files are ${group} and it has to be ${text(wanted)}`];
}

function mutual({ names }: Look): string[] {
  const [a, b] = GROUP;
  return names[a]?.includes(unitOf(b)) && names[b]?.includes(unitOf(a)) ? ["a and b name each other"] : [];
}
