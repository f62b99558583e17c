import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "./as-root.js";
import { guardScript } from "./guard-script.js";

/**
 * What the channel runs: a constant. It takes the script's size from the first line of standard input and
 * exactly that many bytes after it; the script takes its data from the same stream. `sh -s` would read ahead, and data
 * behind the script would be executed. The first line of output says that we got this far, as the right account.
 */
const BOOTSTRAP =
  'umask 077; w=$(mktemp -d "$HERMES_FLEET_ROOT/run/hermes-fleet.XXXXXXXXXX") && echo "hermes-fleet 1" && ' +
  'read -r n && head -c "$n" >"$w/script" && exec /bin/sh "$w/script" "$w" receive';

/** The first line that a machine prints when the bootstrap runs there. */
export const GREETING = "hermes-fleet 1";

/** The command line with which an account starts a transaction or a look. */
export function bootstrapCommand(user: string): string {
  return asRoot(user, BOOTSTRAP);
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

/** Between the two scripts of a transaction, so that the shell never comes to the second one. */
const END = "exit 1\n";

/** What travels for a transaction. */
export interface TransactionScript {
  /** The host script, and behind its end the guard's, for a host that has none. */
  readonly text: Buffer;
  /** The line with which the guard's script begins, counted from 1. */
  readonly guardLine: number;
  /** The guard's second line. */
  readonly guardVersion: string;
}

let transaction: TransactionScript | undefined;

/** The script of every transaction of this process. */
export function transactionScript(): TransactionScript {
  if (transaction === undefined) {
    const [before, guard] = [hostScript().toString("utf8") + END, guardScript()];
    transaction = {
      text: Buffer.from(before + guard),
      guardLine: before.split("\n").length,
      guardVersion: guard.split("\n")[1] ?? "",
    };
  }
  return transaction;
}
