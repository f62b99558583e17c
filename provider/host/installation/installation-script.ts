import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "../../core/installation/installation";
import { scriptValues } from "../../core/installation/script-values";

/** What the script does: bring the host there, tell what is there, take it away. */
export type InstallationVerb = "ensure" | "look" | "remove";

let loaded: string | undefined;

/**
 * The script of an installation, values first: equal arguments give equal texts. It goes to the standard input of
 * {@link installationCommand}, whoever runs that: our `Host`, or the command plugin.
 */
export function installationScript(installation: Installation, owner: string): string {
  return `${scriptValues(installation, owner)}${installationParts()}`;
}

/** All `.sh` files of the folder `script` in order of their names. */
export function installationParts(): string {
  const folder = join(__dirname, "script");
  loaded ??= readdirSync(folder)
    .filter((name) => name.endsWith(".sh"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");
  return loaded;
}

/**
 * The constant command line for one verb: it takes the script from its standard input, whole, so that nothing of it is
 * left for a program that the script starts, and runs it as root. It means the same in every log-in shell.
 */
export function installationCommand(verb: InstallationVerb): string {
  return `/bin/sh -c 'u=; [ "$(id -u)" -eq 0 ] || u="sudo -n"; exec $u /bin/sh -c "s=\\$(cat) && exec /bin/sh -c \\"\\$s\\" hermes-install $0"' ${verb}`;
}
