import { type Problem, problemAt } from "../problem";

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
      ...stillThere(key, renamedFrom, profiles).map(([message, remedy]) => at(message, remedy)),
      ...(renamedFrom === "default" || key === "default"
        ? [
            at(
              "the home of the default profile holds those of all others, and keeps its name",
              "leave it out",
            ),
          ]
        : []),
      ...(first === key ? [] : [at(`${first} was "${renamedFrom}" too`, "leave it at one of them")]),
      ...(movedFrom === undefined
        ? []
        : [at("stands beside movedFrom", "rename the profile first, and move it with a later update")]),
    ];
  });
}

function stillThere(key: string, renamedFrom: string, profiles: object): [message: string, remedy: string][] {
  if (renamedFrom === key)
    return [["is the name that the profile has", "write the name that it had, or leave it out"]];
  if (!Object.hasOwn(profiles, renamedFrom)) return [];
  return [
    [`"${renamedFrom}" is still a profile of this fleet`, "take that one out, or leave renamedFrom out"],
  ];
}
