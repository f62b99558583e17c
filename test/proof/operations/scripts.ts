import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labSources } from "../../lab/paths";

/** A script of this folder: text for bash on a host. Compiled code is elsewhere. */
export function proofScript(name: "operate.sh" | "sample.sh"): string {
  return readFileSync(join(labSources, "..", "proof", "operations", name), "utf8");
}
