import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claimDirectory, claimHolder } from "../claim";
import { mustRun } from "../command";
import { isAlive } from "../owner";
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
  const claim = join(labDirectory(), `build-${recipe.digest}`);
  const base = recipe.base && !existsSync(image) ? await ensureImage(recipe.base, log) : "";
  const started = Date.now();
  let waiting = false;
  while (!existsSync(image)) {
    if (claimDirectory(claim)) await build(recipe, base, claim, image, log);
    else if (!isAlive(claimHolder(claim))) rmSync(claim, { recursive: true, force: true });
    else {
      if (!waiting) log("waiting for another process that builds the same image");
      waiting = true;
      if (Date.now() - started > buildDeadlineMs) {
        throw new Error(`lab: an image was not ready after 15 min; another process still builds ${claim}`);
      }
      await sleep(500);
    }
  }
  const now = new Date();
  utimesSync(image, now, now);
  return image;
}

/** Removes images that no recipe has asked for in a week, and what interrupted builds left. */
export function pruneImages(inUse: ReadonlySet<string>): void {
  for (const name of existsSync(labDirectory()) ? readdirSync(labDirectory()) : []) {
    const path = join(labDirectory(), name);
    const abandoned = name.startsWith("build-") && !name.endsWith(".draft") && !isAlive(claimHolder(path));
    const unused =
      name.startsWith("image-") &&
      !inUse.has(path) &&
      Date.now() - statSync(path).mtimeMs > unusedDays * 86_400_000;
    if (abandoned || unused) rmSync(path, { recursive: true, force: true });
  }
}

async function build(
  recipe: Recipe,
  base: string,
  claim: string,
  image: string,
  log: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  const root = join(claim, "root");
  log(`building ${recipe.title}, kept in ${image}`);
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
    rmSync(claim, { recursive: true, force: true });
  }
  log(`image built in ${Math.round((Date.now() - started) / 1000)} s`);
}
