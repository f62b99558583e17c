import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "./as-root.js";

/** Where the guard lies on a machine. */
const GUARD_PATH = "/var/lib/hermes-fleet/guard";

/** What the guard shares with the host script, behind its own beginning. */
const SHARED = [
  "10-base.sh",
  "11-bounded.sh",
  "12-record.sh",
  "32-managers.sh",
  "33-linger.sh",
  "40-account.sh",
  "41-account-steps.sh",
  "43-account-files.sh",
  "46-lock-files.sh",
  "49-home-move.sh",
];

let loaded: string | undefined;

/**
 * The script that a machine keeps to put itself back by itself. Its second line is its version, by which a transaction
 * sees whether it has to be installed again.
 */
export function guardScript(): string {
  loaded ??= versioned(read());
  return loaded;
}

function read(): string {
  const folder = join(__dirname, "guard");
  const [first = "", ...own] = readdirSync(folder).sort();
  const files = [join(folder, first), ...SHARED.map((name) => join(__dirname, name))];
  return [...files, ...own.map((name) => join(folder, name))]
    .map((file) => readFileSync(file, "utf8"))
    .join("");
}

function versioned(text: string): string {
  return `#!/bin/sh\n#${createHash("sha256").update(text).digest("hex")}\n${text}`;
}

const CONFIRM = `exec /bin/sh "$HERMES_FLEET_ROOT${GUARD_PATH}" confirm`;

/** The command line with which an account confirms what it has seen through; the id goes to standard input. */
export function confirmCommand(user: string): string {
  return asRoot(user, CONFIRM);
}
