import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedFile } from "../embedded-file";

/** Programs that the embedded host answers for, by the file that stands in for them. */
const SHIMS = {
  "ask.sh": ["systemctl", "systemd-run", "systemd-analyze", "journalctl", "loginctl"],
  "getent.sh": ["getent"],
  "runuser.sh": ["runuser"],
  "sudo.sh": ["sudo"],
} as const;

/** Puts the stand-ins into a directory for `PATH`. */
export function installShims(directory: string): void {
  for (const [file, names] of Object.entries(SHIMS)) {
    for (const name of names) {
      const target = join(directory, name);
      copyFileSync(embeddedFile(`shims/${file}`), target);
      chmodSync(target, 0o755);
    }
  }
}
