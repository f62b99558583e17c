import { sortedEntries } from "../order";
import type { Installation } from "./installation";
import { OLDEST_PYTHON } from "./installation-defaults";

/**
 * The values of an installation as lines `<name> <value>`, which the script reads as data; a text of several lines has
 * one for each. They stand behind the script, so that a preview shows each change as one line.
 *
 * @param owner who makes it, `<organization>/<project>/<stack>::<resource name>`
 * @throws TypeError with the name of a value, never the value, that is to be one line and is not
 */
export function scriptValues(installation: Installation, owner: string): string {
  const values: Record<string, string> = {
    source: installation.from,
    version: installation.version,
    owner,
    ...(installation.from === "verify"
      ? { executable: installation.executable, account: installation.user ?? "" }
      : {
          requirement: installation.requirement,
          index: installation.index ?? "",
          wheelhouse: installation.wheelhouse ?? "",
          constraints: installation.constraints ?? "",
          interpreter: installation.interpreter ?? "",
          oldest_major: String(OLDEST_PYTHON.major),
          oldest_minor: String(OLDEST_PYTHON.minor),
          root: installation.root,
          name: installation.name,
          keep: String(installation.keep),
          link: installation.link ?? "",
          deadline: String(installation.deadlineSeconds),
        }),
  };
  return sortedEntries(values)
    .filter(([, value]) => value !== "")
    .flatMap(([name, value]) => linesOf(name, value).map((line) => `${name} ${line}\n`))
    .join("");
}

/** Only constraints are a text of several lines; as pip, they may have tabs, and line ends of Windows. */
function linesOf(name: string, value: string): readonly string[] {
  const isText = name === "constraints";
  if ((isText ? /[^\P{Cc}\t\r\n]/u : /\p{Cc}/u).test(value)) {
    throw new TypeError(`${name} of the installation has a control character`);
  }
  return isText ? value.split("\n") : [value];
}
