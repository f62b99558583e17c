import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the lab's sources, where its scripts and the stand-in gateway are. Compiled code is elsewhere. */
export const labSources = join(repositoryRoot(__dirname, process.cwd()), "test", "lab");

/** Records of every host that exists on this machine, of all labs, whoever started them. */
export const recordsDirectory = "/run/hermes-fleet-lab";

/** Base images and the disks of hosts: `$HERMES_FLEET_LAB_DIR`. @default "/var/cache/hermes-fleet-lab" */
export function labDirectory(): string {
  return process.env.HERMES_FLEET_LAB_DIR || "/var/cache/hermes-fleet-lab";
}

function repositoryRoot(...starts: string[]): string {
  for (const start of starts) {
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "test", "lab", "image")))
        return folder;
    }
  }
  throw new Error(`lab: no repository found above ${starts.join(" or ")}`);
}
