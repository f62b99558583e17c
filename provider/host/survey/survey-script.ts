import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "../script/as-root.js";
import { oneLine } from "../transaction/field-shapes.js";

/**
 * What the channel runs: a constant. The first line of standard input is the script's size, then comes the script,
 * then the names of accounts. The script is no file on the host.
 */
const BOOTSTRAP =
  'echo "hermes-fleet survey 1"; read -r n && s=$(head -c "$n") && exec /bin/sh -c "$s" survey';

/** The first line that a machine prints when the bootstrap runs there. */
export const SURVEY_GREETING = "hermes-fleet survey 1";

/** The command line with which an account starts a survey. */
export function surveyCommand(user: string): string {
  return asRoot(user, BOOTSTRAP);
}

let loaded: Buffer | undefined;

/** The survey's script: all `.sh` files of its folder in order of their names. */
export function surveyScript(): Buffer {
  const folder = join(__dirname, "script");
  loaded ??= Buffer.concat(
    readdirSync(folder)
      .filter((name) => name.endsWith(".sh"))
      .sort()
      .map((name) => readFileSync(join(folder, name))),
  );
  return loaded;
}

/** Everything that goes to standard input. @param accounts that are asked before others, and whose homes are told */
export function surveyRequest(accounts: readonly string[]): Buffer {
  const script = surveyScript();
  const names = accounts.map((account) => `${oneLine("account", account)}\n`).join("");
  return Buffer.concat([Buffer.from(`${script.length}\n`), script, Buffer.from(names)]);
}
