import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Patch } from "../stage/stage";

/** One change of a text, which has to occur exactly once. */
export interface Edit {
  /** Below the package's built `host` folder. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A patch of a copy of the package. @throws Error (when applied) for a text that is not there, or more than once */
export function patchOf(edits: readonly Edit[]): Patch {
  return (dir) => {
    for (const { file, from, to } of edits) {
      const path = join(dir, "dist", "provider", "host", file);
      writeFileSync(path, edited(readFileSync(path, "utf8"), { file, from, to }));
    }
  };
}

/** The text with the edit made. @throws as {@link patchOf} */
export function edited(text: string, { file, from, to }: Edit): string {
  const count = text.split(from).length - 1;
  if (count !== 1) throw new Error(`${file} has ${count} times, not once: ${from}`);
  return text.replace(from, () => to);
}
