import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the channel runs: a constant. It takes the script's size from the first line of standard input and exactly
 * that many bytes after it; the script takes its data from the same stream. `sh -s` would read ahead, and data
 * behind the script would be executed. The first line of output says that we got this far, as the right account.
 */
const BOOTSTRAP =
  'umask 077; w=$(mktemp -d "$HERMES_FLEET_ROOT/run/hermes-fleet.XXXXXXXXXX") && echo "hermes-fleet 1" && ' +
  'read -r n && head -c "$n" >"$w/script" && exec /bin/sh "$w/script" "$w" receive';

/** The first line that a machine prints when the bootstrap runs there. */
export const GREETING = "hermes-fleet 1";

/** The command line for an account; anything but root goes through `sudo -n`, which never asks. */
export function bootstrapCommand(user: string): string {
  return user === "root" ? `/bin/sh -c '${BOOTSTRAP}'` : `sudo -n /bin/sh -c '${BOOTSTRAP}'`;
}

let loaded: Buffer | undefined;

/** The host script: all `.sh` files of this folder in order of their names. */
export function hostScript(): Buffer {
  loaded ??= Buffer.concat(
    readdirSync(__dirname)
      .filter((name) => name.endsWith(".sh"))
      .sort()
      .map((name) => readFileSync(join(__dirname, name))),
  );
  return loaded;
}
