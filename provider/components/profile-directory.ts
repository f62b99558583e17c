import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnvFile } from "../core/env-file/parse-env-file";
import { type Problem, problemAt } from "../core/problem";
import type { Skills } from "../resources/gateway-profile/gateway-profile.js";
import { type Fields, isMap, readConfig } from "./read-config.js";
import { loadSkills } from "./skills-directory.js";

/** Files of a profile's directory, and the option whose content each one is. */
const FILES = [
  { name: "config.yaml", into: "config", beside: ["config", "configFile"], read: readConfig },
  { name: "profile.yaml", into: "profile", beside: ["profile", "profileFile"], read: readConfig },
  { name: "SOUL.md", into: "soul", beside: ["soul"], read: readText },
  { name: ".env", into: "env", beside: [], read: readEnv },
] as const;

/** The options that a profile's directory stands for, and what is wrong with it. No text of a file enters a problem. */
export function loadProfileDirectory(
  profile: Fields,
  directory: string,
  profileKey: string,
): { options: Fields; problems: Problem[]; skills?: Skills } {
  const at = ["profiles", profileKey, "directory"];
  const problems: Problem[] = [];
  const options: Record<string, unknown> = {};
  let found = false;
  for (const { name, into, beside, read } of FILES) {
    const others = beside.filter((option) => profile[option] !== undefined);
    for (const other of others)
      problems.push(problemAt(at, `stands beside ${other}`, "write one of the two"));
    const content = read(join(directory, name));
    if (content === undefined) continue;
    found = true;
    if (typeof content === "string" && into !== "soul")
      problems.push(problemAt(at, `${name} ${content}`, "correct the file"));
    else if (others.length === 0) options[into] = content;
  }
  const loaded = loadOwnSkills(profile, directory, at);
  problems.push(...loaded.problems);
  if (!found && !loaded.found) {
    const names = [...FILES.map(({ name }) => name), SKILLS].join(", ");
    problems.push(
      problemAt(at, "leads to no file of a profile", `name a directory with at least one of ${names}`),
    );
  }
  if (isMap(options.env) && isMap(profile.env)) {
    for (const name of Object.keys(profile.env).filter((one) => Object.hasOwn(options.env as Fields, one))) {
      const problem = problemAt(
        ["profiles", profileKey, "env", name],
        "stands in the directory's .env too",
        "keep one of the two",
      );
      problems.push(problem);
    }
    options.env = { ...options.env, ...profile.env };
  } else if (profile.env !== undefined) delete options.env;
  return { options, problems, ...(loaded.skills ? { skills: loaded.skills } : {}) };
}

/** The directory of skills in a profile's directory, as Hermes calls it. */
const SKILLS = "skills";

function loadOwnSkills(
  profile: Fields,
  directory: string,
  at: readonly string[],
): { found: boolean; problems: Problem[]; skills?: Skills } {
  const own = join(directory, SKILLS);
  if (!statSync(own, { throwIfNoEntry: false })?.isDirectory()) return { found: false, problems: [] };
  if (profile.skills !== undefined) {
    const problem = problemAt(at, `has ${SKILLS}, and stands beside skills`, "write one of the two");
    return { found: true, problems: [problem] };
  }
  const { skills, problems } = loadSkills(own, at);
  const placed = problems.map(({ message, remedy }) => problemAt(at, `${SKILLS}: ${message}`, remedy));
  return { found: true, problems: placed, skills };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readEnv(path: string): Fields | string | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const { variables, complaints } = parseEnvFile(text);
  return complaints.length === 0 ? variables : `cannot be taken as it looks: ${complaints.join("; ")}`;
}
