import type { UserManagers } from "../manager/user-managers";
import type { Tool } from "./tool";

/** `loginctl`: the machine has no sessions; linger is switched on and off by root alone. */
export function loginctl(users: UserManagers): Tool {
  return async ({ args, user }) => {
    const [verb, name = user] = args.filter((word) => !word.startsWith("-"));
    if (verb === "enable-linger" || verb === "disable-linger") {
      const account = users.account(name);
      if (!account) return { code: 1, err: `Failed to look up user ${name}: No such process\n` };
      if (user !== "root") return { code: 1, err: "Could not enable linger: Access denied\n" };
      await users.setLinger(account, verb === "enable-linger");
      return { code: 0 };
    }
    if (verb === "show-user") return { code: 0, out: `Linger=${users.lingers(name) ? "yes" : "no"}\n` };
    return verb === "list-users" || verb === "list-sessions" || verb === undefined
      ? { code: 0 }
      : { code: 1, err: `Unknown command verb ${verb}.\n` };
  };
}
