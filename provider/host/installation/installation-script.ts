import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "../../core/installation/installation";
import { scriptValues } from "../../core/installation/script-values";

/** What the script does: bring the host there, tell what is there, take it away. */
export type InstallationVerb = "ensure" | "look" | "remove";

let loaded: string | undefined;

/**
 * What goes to the standard input of {@link installationCommand}, whoever runs that, our `Host` or the command plugin:
 * the size of the script in bytes, the script, and behind it the values as data. Equal arguments give equal texts.
 */
export function installationScript(installation: Installation, owner: string): string {
  const script = installationParts();
  return `${Buffer.byteLength(script)}\n${script}${scriptValues(installation, owner)}`;
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
 * The constant command line for one verb: it takes exactly the script from its standard input and runs it as root; the
 * script takes the rest. It means the same in every log-in shell.
 */
export function installationCommand(verb: InstallationVerb): string {
  return `/bin/sh -c 'u=; [ "$(id -u)" -eq 0 ] || u="sudo -n"; exec $u /bin/sh -c "read -r n && s=\\$(head -c \\"\\$n\\") && exec /bin/sh -c \\"\\$s\\" hermes-install $0"' ${verb}`;
}
