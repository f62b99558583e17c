import type { Manager } from "../../manager/manager";
import type { UserManagers } from "../../manager/user-managers";
import type { Tool, ToolAnswer, ToolCall } from "../tool";
import { type Arguments, parseArguments } from "./arguments";
import { FILE_QUERIES, FILE_VERBS } from "./file-verbs";
import { JOB_VERBS } from "./job-verbs";
import { LIST_VERBS } from "./list-verbs";
import { isPattern, matches } from "./patterns";
import { show } from "./show";
import { STATE_VERBS } from "./state-verbs";

/** What `systemctl` needs of its machine. */
export interface SystemctlContext {
  readonly manager: Manager;
  readonly users: UserManagers;
  /** Version as the first line of `--version` has it, for example `252 (252.39-1~deb12u2)`. */
  readonly version: string;
  /** Changing commands so far. */
  readonly commands: string[];
}

/** One verb of `systemctl`. */
export type Verb = (context: SystemctlContext, args: Arguments) => ToolAnswer | Promise<ToolAnswer>;

/** Verbs that change something, and so need root. */
const CHANGING = new Set([...Object.keys(JOB_VERBS), ...Object.keys(FILE_VERBS), "reset-failed", "kill"]);

const VERBS: Readonly<Record<string, Verb>> = {
  ...JOB_VERBS,
  ...FILE_VERBS,
  ...FILE_QUERIES,
  ...STATE_VERBS,
  ...LIST_VERBS,
  show,
};

export function systemctl(machine: SystemctlContext): Tool {
  return async (call) => {
    const args = parseArguments(call.args);
    const own = args.flags.has("--user") ? machine.users.of(call.user) : undefined;
    const context = own ? { ...machine, manager: own } : machine;
    if (args.verb === "--version" || args.flags.has("--version"))
      return { code: 0, out: `systemd ${context.version}\n` };
    if (args.flags.has("--user") && !own)
      return { code: 1, err: "Failed to connect to bus: No medium found\n" };
    const verb = VERBS[args.verb];
    if (!verb) return { code: 1, err: `Unknown command verb ${args.verb}.\n` };
    if (CHANGING.has(args.verb)) {
      if (call.user !== "root" && !own) return denied(call, args);
      const whose = own ? [`--user=${call.user}`] : [];
      context.commands.push([...whose, args.verb, ...args.words].join(" "));
      const answer = own ? undefined : await tellUserManager(context, args);
      if (answer) return answer;
    }
    try {
      return await verb(context, expandPatterns(context, args));
    } finally {
      context.manager.registry.collect();
    }
  };
}

/** `user@UID.service`: an account's manager as a unit of the system's. */
async function tellUserManager(
  { users }: SystemctlContext,
  args: Arguments,
): Promise<ToolAnswer | undefined> {
  const [, uid] = /^user@(\d+)\.service$/.exec(args.words[0] ?? "") ?? [];
  const account = uid === undefined ? undefined : users.account(uid);
  if (!account) return undefined;
  if (args.verb === "start") await users.start(account);
  else if (args.verb === "stop") users.end(account.name);
  return { code: 0 };
}

/** A pattern stands for the loaded units that match it; `list-…` have patterns of their own. */
function expandPatterns({ manager }: SystemctlContext, args: Arguments): Arguments {
  if (args.verb.startsWith("list-")) return args;
  const names = manager.registry.all().map((unit) => unit.name);
  const words = args.words.flatMap((word) =>
    isPattern(word) ? names.filter((name) => matches(name, [word])) : [word],
  );
  return { ...args, words };
}

function denied(_call: ToolCall, { verb, words }: Arguments): ToolAnswer {
  const [unit] = words;
  const what = unit === undefined ? "Failed to reload daemon" : `Failed to ${verb} ${unit}`;
  return { code: unit === undefined ? 1 : 4, err: `${what}: Access denied\n` };
}
