import { says } from "../rules/says";

/**
 * Files below a profile's directory of skills that are ours, by their paths there, each with what it holds in short: 128
 * bits of its SHA-256 as base64url, with `+x` behind it when it is executable. Of a state it takes about 60 bytes a file.
 */
export type SkillFiles = Readonly<Record<string, string>>;

/** Most files of one profile's skills. */
export const MOST_SKILL_FILES = 256;

/** Most bytes of one of them: what a host keeps of a file that is replaced. */
export const MOST_SKILL_BYTES = 1_000_000;

/** Most bytes of all of them: they lie in the memory of the provider and of the host while they are sent. */
export const MOST_SKILLS_BYTES = 4_000_000;

/** Most characters of a path. */
const LONGEST_PATH = 200;

const PATH = /^(?! )[A-Za-z0-9._@+,=~ -]+(?:\/[A-Za-z0-9._@+,=~ -]+)*(?<! )$/;
const SHORT_DIGEST = /^[A-Za-z0-9_-]{22}(?:\+x)?$/;

/** What is wrong with the path of a file below a directory of skills, or `undefined`. */
export function skillPathComplaint(path: string): string | undefined {
  if (!PATH.test(path) || path.split("/").some((part) => [".", "..", "__proto__"].includes(part))) {
    return says(
      "has a name with other characters than letters of ASCII, digits, blanks within it and . _ - @ + , = ~",
      "rename it",
    );
  }
  if (path.length > LONGEST_PATH) {
    return says(`has a path of ${path.length} characters`, `shorten it to at most ${LONGEST_PATH}`);
  }
  return undefined;
}

/** What a file holds in short, from the hexadecimal digits of its SHA-256. */
export function shortDigest(hex: string, isExecutable: boolean): string {
  const pairs = hex.slice(0, 32).match(/../g) ?? [];
  const bytes = String.fromCharCode(...pairs.map((pair) => Number.parseInt(pair, 16)));
  const text = btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return isExecutable ? `${text}+x` : text;
}

/** What is wrong with declared skills: whoever made them, it was not this package. */
export function skillFilesComplaint(files: unknown): string | undefined {
  const isWhole =
    typeof files === "object" &&
    files !== null &&
    Object.entries(files).every(
      ([path, digest]) => skillPathComplaint(path) === undefined && SHORT_DIGEST.test(String(digest)),
    );
  return isWhole ? undefined : says("is no list of files with digests", "let GatewayFleet make it");
}
