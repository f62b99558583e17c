import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The repository's directory, above the compiled code. @throws Error when there is none */
export function repoRoot(): string {
  for (let dir = __dirname; dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, "biome.json"))) return dir;
  }
  throw new Error(`no repository above ${__dirname}`);
}
