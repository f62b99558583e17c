import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Owner, thisOwner } from "./owner";

/**
 * Makes `directory` with a record in it, in one step: nobody ever sees it without.
 * @returns false when somebody else has it.
 */
export function claimDirectory(directory: string, record: object = { owner: thisOwner() }): boolean {
  const draft = `${directory}.${process.pid}.draft`;
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

/** The process that claimed a directory with the default record. */
export function claimHolder(directory: string): Owner | undefined {
  return readClaim<{ owner: Owner }>(directory)?.owner;
}
