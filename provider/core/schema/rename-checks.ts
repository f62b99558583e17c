import { type Problem, problemAt } from "../problem";
import { shown } from "../rules/says";

type Options = Readonly<Record<string, unknown>>;

/** What is wrong with profiles that say what they were before. */
export function renameChecks(profiles: Readonly<Record<string, Options>>): Problem[] {
  const entries = Object.entries(profiles);
  return entries.flatMap(([key, { renamedFrom, movedFrom }]) => {
    if (typeof renamedFrom !== "string") return [];
    const at = (message: string, remedy: string) =>
      problemAt(["profiles", key, "renamedFrom"], message, remedy);
    const first = entries.find(([, other]) => other.renamedFrom === renamedFrom)?.[0];
    return [
      ...(renamedFrom === key
        ? [at("is the name that the profile has", "write the name that it had, or leave it out")]
        : []),
      ...(renamedFrom !== key && Object.hasOwn(profiles, renamedFrom)
        ? [
            at(
              `${shown(renamedFrom)} is still a profile of this fleet`,
              "take that one out, or leave renamedFrom out",
            ),
          ]
        : []),
      ...(renamedFrom === "default" || key === "default"
        ? [
            at(
              "the home of the default profile holds those of all others, and keeps its name",
              "leave it out",
            ),
          ]
        : []),
      ...(first === key ? [] : [at(`${first} was ${shown(renamedFrom)} too`, "leave it at one of them")]),
      ...(movedFrom === undefined
        ? []
        : [at("stands beside movedFrom", "rename the profile first, and move it with a later update")]),
    ];
  });
}
