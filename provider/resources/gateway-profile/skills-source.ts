import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { shortDigest } from "../../core/skills/skill-files";
import { sha256 } from "../../host/transaction/sha256.js";
import type { GatewayInputs } from "./properties.js";

type Keys = Pick<GatewayInputs, "hostKey" | "profileKey">;

const directories = new Map<string, string>();

/**
 * Where the skills of a gateway lie on this machine, remembered by `check` for the `create` or `update` that follows in
 * the same process. It is no input: another machine has another path, and would show a change.
 */
export function rememberSkills({ hostKey, profileKey }: Keys, directory: string): void {
  directories.set(`${hostKey}/${profileKey}`, directory);
}

/** The digest of a file of skills with this mode, as inputs have it. */
export function skillDigest(content: Buffer, mode: number): string {
  return shortDigest(sha256(content), (mode & 0o100) !== 0);
}

/** A file of the skills, or why it is not the one that was planned with. */
export function readSkill({ hostKey, profileKey }: Keys, path: string, digest: string): Buffer | string {
  const directory = directories.get(`${hostKey}/${profileKey}`);
  if (directory === undefined)
    return "is not known to this run; let the program declare it, without ignoreChanges";
  try {
    const file = join(directory, path);
    const content = readFileSync(file);
    return skillDigest(content, statSync(file).mode) === digest
      ? content
      : "was changed on this machine since the plan was made";
  } catch (error) {
    return `cannot be read on this machine: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`;
  }
}
