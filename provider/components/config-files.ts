import { resolve } from "node:path";
import { type Problem, problemAt } from "../core/problem";
import { problemFrom } from "../core/rules/says";
import { skillsSizeComplaint } from "../core/schema/file-options";
import type { Skills } from "../resources/gateway-profile/gateway-profile.js";
import { loadProfileDirectory } from "./profile-directory.js";
import { type Fields, isMap, readConfig } from "./read-config.js";
import { loadSkills } from "./skills-directory.js";

/** A fleet with the profiles' files read into the options that they stand for, and what is wrong with the files. */
export interface LoadedConfigs {
  readonly written: unknown;
  /** Skills of the profiles that have any, by profile key. */
  readonly skills: Readonly<Record<string, Skills>>;
  readonly problems: readonly Problem[];
}

/** The options that name a file, what its content is an option of, and what Hermes calls it. */
const FILES = [
  { from: "configFile", into: "config", called: "config.yaml" },
  { from: "profileFile", into: "profile", called: "profile.yaml" },
] as const;

/** Makes the paths of these files absolute, so that they mean the same from wherever they are read. */
export function withAbsoluteConfigFiles(written: unknown, directory: string): unknown {
  return mapProfiles(written, (profile) => {
    const paths = [...FILES.map(({ from }) => from), "directory", "skills"].flatMap((from) => {
      const path = profile[from];
      return typeof path === "string" ? [[from, resolve(directory, path)]] : [];
    });
    return { ...profile, ...Object.fromEntries(paths) };
  });
}

/**
 * Reads the files of every profile that names one. A file that Hermes could not read either is a problem:
 * Hermes would start without it, on its defaults (observed with 0.19.0). No text of a file enters a problem.
 *
 * @param directory where relative paths begin
 */
export function loadConfigFiles(written: unknown, directory: string): LoadedConfigs {
  const problems: Problem[] = [];
  const skills: Record<string, Skills> = {};
  const loaded = mapProfiles(written, (profile, key) => {
    const contents = FILES.flatMap(({ from, into, called }) => {
      const path = profile[from];
      if (typeof path !== "string") return [];
      const at = ["profiles", key, from];
      if (profile[into] !== undefined) {
        problems.push(problemAt(at, `stands beside ${into}`, "write one of the two"));
        return [];
      }
      const read = readConfig(resolve(directory, path)) ?? "cannot be read: ENOENT";
      if (typeof read !== "string") return [[into, read]];
      problems.push(problemAt(at, read, `name a file with the content of the profile's ${called}`));
      return [];
    });
    const own = { ...profile, ...Object.fromEntries(contents) };
    const found = loadDirectories(profile, directory, key);
    problems.push(...found.problems);
    const whole = { ...own, ...found.options };
    if (found.skills === undefined) return whole;
    const complaint = skillsSizeComplaint({ ...whole, skills: found.skills.files });
    if (complaint !== undefined) problems.push(problemFrom(["profiles", key, found.skillsFrom], complaint));
    if (Object.keys(found.skills.files).length > 0) skills[key] = found.skills;
    return whole;
  });
  return { written: loaded, skills, problems };
}

/** What stands in the directories that a profile names. */
function loadDirectories(
  profile: Fields,
  directory: string,
  key: string,
): {
  readonly options: Fields;
  readonly problems: readonly Problem[];
  readonly skills?: Skills | undefined;
  readonly skillsFrom: "skills" | "directory";
} {
  const found =
    typeof profile.directory === "string"
      ? loadProfileDirectory(profile, resolve(directory, profile.directory), key)
      : { options: {}, problems: [] };
  if (typeof profile.skills !== "string") return { ...found, skillsFrom: "directory" };
  const { skills, problems } = loadSkills(resolve(directory, profile.skills), ["profiles", key, "skills"]);
  return { ...found, problems: [...found.problems, ...problems], skills, skillsFrom: "skills" };
}

function mapProfiles(written: unknown, change: (profile: Fields, key: string) => Fields): unknown {
  if (!isMap(written) || !isMap(written.profiles)) return written;
  const profiles = Object.entries(written.profiles).map(([key, profile]) => [
    key,
    isMap(profile) ? change(profile, key) : profile,
  ]);
  return { ...written, profiles: Object.fromEntries(profiles) };
}
