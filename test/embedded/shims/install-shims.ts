import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedFile } from "../embedded-file";

/** Programs that the embedded host answers for, by the file that stands in for them. */
const SHIMS = {
  "ask.sh": ["systemctl", "systemd-run", "systemd-analyze", "journalctl", "loginctl"],
  "getent.sh": ["getent"],
  "runuser.sh": ["runuser"],
  "sudo.sh": ["sudo"],
} as const;

/** Says "command not found" in the place of this machine's own program. */
const MISSING = '#!/bin/sh\necho "${0##*/}: not found" >&2\nexit 127\n';

/**
 * Puts the stand-ins into a directory for `PATH`.
 * @param options `systemd`: whether the machine has it; without it, its programs are not found.
 */
export function installShims(directory: string, { systemd }: { systemd: boolean }): void {
  for (const [file, names] of Object.entries(SHIMS)) {
    for (const name of names) {
      const target = join(directory, name);
      if (file === "ask.sh" && !systemd) writeFileSync(target, MISSING);
      else copyFileSync(embeddedFile(`shims/${file}`), target);
      chmodSync(target, 0o755);
    }
  }
}
