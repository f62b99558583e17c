import { sortedEntries } from "../order";
import type { Installation } from "./installation";
import { OLDEST_PYTHON } from "./installation-defaults";

/**
 * The values of an installation as lines `<name> <value>`, which the script reads as data; a text of several lines has
 * one for each. They stand behind the script, so that a preview shows each change as one line.
 *
 * @param owner who makes it, `<organization>/<project>/<stack>::<resource name>`
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
    .flatMap(([name, value]) => value.split("\n").map((line) => `${name} ${line}\n`))
    .join("");
}
