import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "./sandbox";

/**
 * What `systemd-tmpfiles --create` makes: directories (`d`) and files (`f`) with their modes. Access lists (`a`) are
 * passed over: every account of the embedded host is one to the machine that it is on.
 *
 * @param files paths on this machine; all of `/etc/tmpfiles.d` when there are none, as at a boot
 */
export function createTmpfiles(sandbox: Sandbox, files: readonly string[]): void {
  const folder = sandbox.path("/etc/tmpfiles.d");
  const all = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  for (const file of files.length > 0 ? files : all) {
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const [type, path = "", mode = ""] = line.trim().split(/\s+/);
      if (type !== "d" && type !== "f") continue;
      const target = sandbox.path(path);
      if (type === "d") mkdirSync(target, { recursive: true });
      else if (!existsSync(target)) writeFileSync(target, "");
      chmodSync(target, Number.parseInt(mode, 8));
    }
  }
}
