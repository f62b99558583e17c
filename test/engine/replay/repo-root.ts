import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package's sources, from wherever the compiled tests lie. */
export function repoRoot(): string {
  let dir = __dirname;
  while (!existsSync(join(dir, "package.json"))) {
    const up = dirname(dir);
    if (up === dir) throw new Error(`no folder above ${__dirname} holds a package.json`);
    dir = up;
  }
  return dir;
}

/** The folder of the recorded conversations. */
export function recordingsDir(): string {
  return join(repoRoot(), "test", "fixtures", "recordings");
}
