import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../core/order";
import type { Problem } from "../core/problem";
import { problemFrom } from "../core/rules/says";
import {
  MOST_SKILL_BYTES,
  MOST_SKILL_FILES,
  MOST_SKILLS_BYTES,
  skillPathComplaint,
} from "../core/skills/skill-files";
import type { Skills } from "../resources/gateway-profile/gateway-profile.js";
import { skillDigest } from "../resources/gateway-profile/skills-source.js";

/** The skills below a directory, and what is wrong with it, each problem under `keys`. */
export interface LoadedSkills {
  readonly skills: Skills;
  readonly problems: readonly Problem[];
}

/** Reads every regular file below a directory; only their digests are kept. */
export function loadSkills(directory: string, keys: readonly string[]): LoadedSkills {
  const complaints: string[] = [];
  const files: Record<string, string> = {};
  let bytes = 0;
  const found = filesBelow(directory, "", complaints);
  for (const path of found.slice(0, MOST_SKILL_FILES)) {
    const complaint = skillPathComplaint(path);
    if (complaint) complaints.push(`${JSON.stringify(path)} ${complaint}`);
    else {
      const read = readSkill(join(directory, path));
      if (typeof read === "string") complaints.push(`${path} ${read}`);
      else {
        files[path] = read.digest;
        bytes += read.bytes;
      }
    }
  }
  if (found.length > MOST_SKILL_FILES)
    complaints.push(`has ${found.length} files\nleave at most ${MOST_SKILL_FILES} in it`);
  if (bytes > MOST_SKILLS_BYTES)
    complaints.push(`has ${bytes} bytes\nleave at most ${MOST_SKILLS_BYTES} in it`);
  return { skills: { directory, files }, problems: complaints.map((text) => problemFrom(keys, text)) };
}

/** Paths of regular files, by code unit; whatever else lies there is a complaint. */
function filesBelow(directory: string, path: string, complaints: string[]): string[] {
  let entries: ReturnType<typeof entriesOf>;
  try {
    entries = entriesOf(join(directory, path));
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    complaints.push(
      `${path}${path ? " " : ""}cannot be read: ${code}\nname a directory that has the skills in it`,
    );
    return [];
  }
  return entries.flatMap((entry) => {
    const own = path ? `${path}/${entry.name}` : entry.name;
    if (entry.isFile()) return [own];
    if (entry.isDirectory()) return filesBelow(directory, own, complaints);
    const what = entry.isSymbolicLink() ? "is a symbolic link" : "is neither a file nor a directory";
    complaints.push(`${JSON.stringify(own)} ${what}\nput a file in its place, or take it out`);
    return [];
  });
}

function entriesOf(directory: string) {
  return readdirSync(directory, { withFileTypes: true }).sort((a, b) => byCodeUnit(a.name, b.name));
}

function readSkill(path: string): { digest: string; bytes: number } | string {
  try {
    const { mode, size } = statSync(path);
    if (size > MOST_SKILL_BYTES) return `has ${size} bytes\nleave at most ${MOST_SKILL_BYTES} in a file`;
    const content = readFileSync(path);
    return { digest: skillDigest(content, mode), bytes: content.length };
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return `cannot be read: ${code}\nmake it readable, or take it out`;
  }
}
