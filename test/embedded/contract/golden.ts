import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { embeddedFile } from "../embedded-file";
import type { StepResult } from "./contract-case";

/** What a real machine did, by case. */
export type Golden = Readonly<Record<string, readonly StepResult[]>>;

const FILE = join(
  dirname(embeddedFile("embedded-file.ts")),
  "..",
  "fixtures",
  "contract",
  "systemd-252.json",
);

/** The recording of a real systemd 252. */
export function readGolden(): Golden {
  return JSON.parse(readFileSync(FILE, "utf8")) as Golden;
}

/** Replaces the recording. */
export function writeGolden(golden: Golden): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(golden, null, 1)}\n`);
}
