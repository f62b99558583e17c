import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mustRun } from "../command";
import { whileLocked } from "../lock";
import { labDirectory } from "../paths";
import type { Recipe } from "./recipe";

const buildDeadlineMs = 15 * 60_000;
const unusedDays = 7;

/**
 * The directory of an image, made on the first call and kept for later runs; the image that it is built on first.
 * Somebody else's build of the same image is waited for; an interrupted one is started over.
 */
export async function ensureImage(recipe: Recipe, log: (line: string) => void): Promise<string> {
  const image = join(labDirectory(), `image-${recipe.digest}`);
  const place = join(labDirectory(), `build-${recipe.digest}`);
  const base = recipe.base && !existsSync(image) ? await ensureImage(recipe.base, log) : "";
  const started = Date.now();
  let waiting = false;
  while (!existsSync(image)) {
    const done = await whileLocked(place, async () => {
      if (!existsSync(image)) await build(recipe, base, place, image, log);
    });
    if (done) continue;
    if (!waiting) log("waiting for another process that builds the same image");
    waiting = true;
    if (Date.now() - started > buildDeadlineMs) {
      throw new Error(`lab: an image was not ready after 15 min; another process still builds ${place}`);
    }
    await sleep(500);
  }
  const now = new Date();
  utimesSync(image, now, now);
  return image;
}

/** Removes images that no recipe has asked for in a week, and what interrupted builds left. */
export async function pruneImages(inUse: ReadonlySet<string>): Promise<void> {
  for (const name of existsSync(labDirectory()) ? readdirSync(labDirectory()) : []) {
    const path = join(labDirectory(), name);
    if (name.startsWith("build-")) await whileLocked(path, () => removeBuild(path));
    if (!name.startsWith("image-") || inUse.has(path)) continue;
    const usedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - usedMs > unusedDays * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}

/** What an interrupted build started may still be ending, and write until it has. */
function removeBuild(place: string): void {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
}

async function build(
  recipe: Recipe,
  base: string,
  place: string,
  image: string,
  log: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  const root = join(place, "root");
  log(`building ${recipe.title}, kept in ${image}`);
  removeBuild(place);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  try {
    // The build ends with its parent, even when that is killed, and takes its mounts along.
    await mustRun(
      "setpriv",
      [
        ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
        ...["sh", ...recipe.command(root, base)],
      ],
      { timeoutMs: buildDeadlineMs },
    );
    renameSync(root, image);
  } finally {
    removeBuild(place);
  }
  log(`image built in ${Math.round((Date.now() - started) / 1000)} s`);
}
