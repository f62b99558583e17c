import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { asRoot } from "../script/as-root.js";
import { oneLine } from "../transaction/field-shapes.js";
import type { AccountPaths } from "../transaction/operation.js";

/** Takes exactly the script from its input, which takes the rest. */
const COMMAND = 'read -r n && s=$(head -c "$n") && exec /bin/sh -c "$s" hermes-fleet';

/** Longer than the machine itself lets it run, in milliseconds. */
const ARCHIVE_MS = 3_660_000;

/**
 * Makes an archive of a profile's home beside it and takes the home away, as the profile's account: one exec. A home that
 * is gone stays gone.
 * @returns the archive's path on the machine; nothing when there was no home
 * @throws HostError `home-not-archived` when it is not safe or does not succeed; the home is there then
 */
export async function archiveHome(
  host: Host,
  { user, home }: Pick<AccountPaths, "user" | "home">,
): Promise<string | undefined> {
  const script = archiveScript();
  const stdin = Buffer.concat([
    Buffer.from(`${script.length}\n`),
    script,
    Buffer.from(`${oneLine("user", user)}\n${oneLine("home", home)}\n`),
  ]);
  const { stdout, stderr } = await host.exec(asRoot(host.user, COMMAND), { stdin, timeoutMs: ARCHIVE_MS });
  const [word, what = ""] = stdout.toString("utf8").trimEnd().split("\t");
  if (word === "archived" && isArchive(what, home)) return what;
  if (word === "gone") return undefined;
  const why = word === "refused" ? what : stderr.toString("utf8").trim().split("\n").at(-1);
  throw new HostError("home-not-archived", {
    host: host.label,
    message: `the home ${home} stays, its unit is gone: ${why || "the host gave no answer"}`,
    remedy:
      "correct the cause on the host and run the same command again; to leave the home there, take it out of the state with `pulumi state delete`",
  });
}

/** How an account's program is waited for, and what is done by it. */
export function archiveScript(): Buffer {
  const parts = [join(__dirname, "../script/11-bounded.sh"), join(__dirname, "archive-home.sh")];
  return Buffer.concat(parts.map((part) => readFileSync(part)));
}

/** The account's own word for where the archive is has the shape of one beside the home. */
function isArchive(path: string, home: string): boolean {
  const [, before] = /^(\/.*)\.\d{8}T\d{6}Z\.tar\.gz$/.exec(path) ?? [];
  return before?.endsWith(home.replace(/\/+$/, "")) ?? false;
}
