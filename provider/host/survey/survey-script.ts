import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "../script/as-root.js";
import { oneLine } from "../transaction/field-shapes.js";

/**
 * What the channel runs: a constant. The first line of standard input is the script's size, then comes the script,
 * then the names of accounts. Nothing is written on the host, not even a file for the script.
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

/** Everything that goes to standard input. @param accounts whose user managers are asked about */
export function surveyRequest(accounts: readonly string[]): Buffer {
  loaded ??= readFileSync(join(__dirname, "survey.sh"));
  const names = accounts.map((account) => `${oneLine("account", account)}\n`).join("");
  return Buffer.concat([Buffer.from(`${loaded.length}\n`), loaded, Buffer.from(names)]);
}
