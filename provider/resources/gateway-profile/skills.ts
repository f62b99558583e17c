import { byCodeUnit } from "../../core/order";
import { type SkillFiles, shortDigest } from "../../core/skills/skill-files";
import { NO_BLOCK } from "../../host/transaction/env-block.js";
import type { HomeFileChange, HomeFileLook, Observed } from "../../host/transaction/operation.js";
import { treePath } from "../../host/transaction/tree-file.js";
import { changedOnHost, refused, tellLeft, UNREADABLE } from "./home-file-kind.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";
import { readSkill } from "./skills-source.js";

/** What is declared, and what was. */
interface Course {
  /** Absent: everything of ours goes. */
  readonly news?: GatewayInputs | undefined;
  /** What was declared in the same home, and is on the host. */
  readonly olds?: GatewayOutputs | undefined;
}

/** Every file that is ours or is to be; their contents are never asked for. */
export function skillLooks({ news, olds }: Course): HomeFileLook[] {
  return pathsOf(news?.skills, olds?.onHost && olds.skills).map((path) => ({
    path: treePath("skills", path),
    known: "any",
  }));
}

/**
 * Only what differs on the host is sent. A file that is not as it was left is somebody's: it stops a change, or stays when
 * ours goes.
 * @throws HostError `changed-on-host`, `home-file-refused`, each with every file that it is about
 */
export function planSkills(seen: Observed["files"], { news, olds }: Course): HomeFileChange[] {
  const host = (news ?? olds)?.hostKey ?? "";
  const [changed, taken]: [string[], string[]] = [[], []];
  const changes = pathsOf(news?.skills, olds?.skills).flatMap((path) => {
    const [before, after] = [olds?.skills?.[path], news?.skills?.[path]];
    const from = seen[treePath("skills", path)]?.digest ?? NO_BLOCK;
    const now = inShort(from);
    if (now === after || (after === undefined && now === undefined)) return [];
    const isOurs = before !== undefined && now === before;
    if (after === undefined) {
      if (isOurs) return [{ path: treePath("skills", path), from, mode: "644" }];
      tellLeft(host, `skills/${path}`, "somebody changed it");
      return [];
    }
    if (before !== undefined && !isOurs && olds?.status === "applied") changed.push(`skills/${path}`);
    else if (now === UNREADABLE) taken.push(`skills/${path}: is no file, or the account may not read it`);
    else if (now !== undefined && before === undefined && news?.adopt !== "take-over")
      taken.push(`skills/${path}: is there with another content than declared`);
    return [{ path: treePath("skills", path), from, mode: modeOf(after), digest: after }];
  });
  if (changed.length > 0) throw changedOnHost(host, changed.join(", "));
  if (taken.length > 0) {
    const remedy =
      "take the file out of the directory, or set `adopt: take-over` on the profile to replace what is there";
    throw refused(host, taken, remedy);
  }
  return news ? withContents(changes, news) : changes;
}

/** A change that is still to be read. */
type Unread = Omit<HomeFileChange, "content"> & { readonly digest?: string };

function withContents(changes: readonly Unread[], news: GatewayInputs): HomeFileChange[] {
  const problems: string[] = [];
  const read = changes.map(({ digest, ...change }): HomeFileChange => {
    if (digest === undefined) return change;
    const path = change.path.slice(treePath("skills", "").length);
    const content = readSkill(news, path, digest);
    if (typeof content !== "string") return { ...change, content };
    problems.push(`skills/${path}: ${content}`);
    return change;
  });
  if (problems.length === 0) return read;
  throw refused(news.hostKey, problems, "run the same command again, from the program that declares them");
}

/** The skills as a refresh found them; `undefined` when they are as they were left. */
export function foundSkills(olds: GatewayOutputs, seen: Observed["files"]): SkillFiles | undefined {
  if (olds.skills === undefined) return undefined;
  const found = Object.keys(olds.skills).flatMap((path): [string, string][] => {
    const file = seen[treePath("skills", path)];
    const now = file === undefined ? olds.skills?.[path] : inShort(file.digest);
    return now === undefined ? [] : [[path, now]];
  });
  const isSame =
    found.length === Object.keys(olds.skills).length &&
    found.every(([path, now]) => olds.skills?.[path] === now);
  return isSame ? undefined : Object.fromEntries(found);
}

/** What the host says of a file, as declared digests are written; `undefined` without a file. */
function inShort(digest: string): string | undefined {
  if (digest === NO_BLOCK) return undefined;
  return digest === UNREADABLE ? UNREADABLE : shortDigest(digest, digest.endsWith("x"));
}

function modeOf(digest: string): string {
  return digest.endsWith("+x") ? "755" : "644";
}

function pathsOf(...files: readonly (SkillFiles | undefined)[]): string[] {
  return [...new Set(files.flatMap((one) => Object.keys(one ?? {})))].sort(byCodeUnit);
}
