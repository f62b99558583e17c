import type { Manager } from "../manager/manager";
import type { UserManagers } from "../manager/user-managers";
import type { Tool } from "./tool";

/**
 * `journalctl -u UNIT [-n N] [-o cat]`: the lines of a unit, oldest first; always without time and host. The units of
 * an account's manager go by `_UID=` and `_SYSTEMD_USER_UNIT=`.
 */
export function journalctl(system: Manager, users: UserManagers): Tool {
  return ({ args }) => {
    let units: string[] = [];
    let manager = system;
    let count = Number.POSITIVE_INFINITY;
    const words = args.flatMap((word) => {
      const [, option, value] = /^(--[a-z-]+|-[un])=?(.+)$/.exec(word) ?? [];
      return option !== undefined && value !== undefined && word.includes("=") ? [option, value] : [word];
    });
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      if (word === "-u" || word === "--unit") units = [...units, words[++index] ?? ""];
      else if (word?.startsWith("_UID=")) manager = managerOf(users, word.slice(5)) ?? system;
      else if (word?.startsWith("_SYSTEMD_USER_UNIT=")) units = [...units, word.slice(19)];
      else if (word === "-n" || word === "--lines") count = Number(words[++index]);
    }
    const lines = units.flatMap((unit) => manager.journal.of(unit.includes(".") ? unit : `${unit}.service`));
    if (lines.length === 0)
      return { code: 0, out: args.includes("--quiet") || args.includes("-q") ? "" : "-- No entries --\n" };
    const last = count === Number.POSITIVE_INFINITY ? lines : lines.slice(-count);
    return { code: 0, out: last.map((line) => `${line}\n`).join("") };
  };
}

function managerOf(users: UserManagers, uid: string): Manager | undefined {
  const account = users.account(uid);
  return account && users.of(account.name);
}
