import { homedir } from "node:os";
import { join } from "node:path";

/** Resolves a leading `~/` with the environment's HOME, or the account's own home without one. */
export function resolveHome(path: string, env: Readonly<Record<string, string | undefined>>): string {
  return path.startsWith("~/") ? join(env.HOME || homedir(), path.slice(2)) : path;
}
