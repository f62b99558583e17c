import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedFile } from "../embedded-file";

/** Programs that the embedded host answers for, by the file that stands in for them. */
const SHIMS = {
  "ask.sh": [
    "systemctl",
    "systemd-run",
    "systemd-analyze",
    "systemd-tmpfiles",
    "busctl",
    "journalctl",
    "loginctl",
  ],
  "getent.sh": ["getent"],
  "runuser.sh": ["runuser"],
  "setpriv.sh": ["setpriv"],
  "sudo.sh": ["sudo"],
} as const;

/**
 * Puts the stand-ins into a directory for `PATH`.
 * @param options `systemd`: whether the machine has it; without it, its programs are not found.
 */
export function installShims(directory: string, { systemd }: { systemd: boolean }): void {
  for (const [file, names] of Object.entries(SHIMS)) {
    for (const name of names) {
      const target = join(directory, name);
      if (file === "ask.sh" && !systemd) copyFileSync(embeddedFile("shims/missing.sh"), target);
      else copyFileSync(embeddedFile(`shims/${file}`), target);
      chmodSync(target, 0o755);
    }
  }
}
