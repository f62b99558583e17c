import type { Tool } from "./tool";

/** `loginctl`: the machine has no sessions and nobody lingers. */
export const loginctl: Tool = ({ args }) => {
  const [verb] = args.filter((word) => !word.startsWith("-"));
  if (verb === "show-user") return { code: 0, out: "Linger=no\n" };
  return verb === "list-users" || verb === "list-sessions" || verb === undefined
    ? { code: 0 }
    : { code: 1, err: `Unknown command verb ${verb}.\n` };
};
