import { createHash } from "node:crypto";
import { contentDigest, NO_BLOCK } from "./env-block.js";
import type { HomeFileChange } from "./operation.js";

/** What stands between the directory of a tree and the files in it. */
const ANCHOR = "/./";

/**
 * A file of a tree below a home: `skills/./web/SKILL.md`. Directories behind the `/./` go with the last file in them, and
 * digests are plain ones, so that the machine hashes a whole tree with one process.
 */
export function treePath(root: string, path: string): string {
  return `${root}${ANCHOR}${path}`;
}

/** SHA-256 of a file of a tree, hexadecimal, with an `x` behind it when it is executable. */
function treeDigest(content: string | Buffer, isExecutable: boolean): string {
  return createHash("sha256").update(content).digest("hex") + (isExecutable ? "x" : "");
}

/** The digest that the machine finds for a file of a home as it is to be; {@link NO_BLOCK} when there is to be none. */
export function homeFileDigest(
  digestKey: string,
  { path, content, mode }: Pick<HomeFileChange, "path" | "content" | "mode">,
): string {
  if (content === undefined) return NO_BLOCK;
  return path.includes(ANCHOR) ? treeDigest(content, mode === "755") : contentDigest(digestKey, content);
}
