import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes `directory` with a record in it, in one step: nobody ever sees it without.
 * @returns false when somebody else has it.
 */
export function claimDirectory(directory: string, record: object): boolean {
  const draft = draftOf(directory);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true, mode: 0o755 });
  mkdirSync(draft, { mode: 0o755 });
  writeFileSync(join(draft, "record.json"), `${JSON.stringify(record)}\n`);
  try {
    // rename(2) refuses to replace a directory that is not empty.
    renameSync(draft, directory);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOTEMPTY" || code === "EEXIST") return false;
    throw error;
  }
}

/** The record of a claimed directory; `undefined` when nobody has claimed it. */
export function readClaim<T>(directory: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, "record.json"), "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** Gives a claimed directory back, in one step too: emptied in its place, it would be somebody else's halfway. */
export function releaseClaim(directory: string): void {
  const draft = draftOf(directory);
  rmSync(draft, { recursive: true, force: true });
  try {
    renameSync(directory, draft);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  rmSync(draft, { recursive: true, force: true });
}

function draftOf(directory: string): string {
  return `${directory}.${process.pid}.draft`;
}
