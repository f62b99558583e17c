import { readFileSync, writeFileSync } from "node:fs";

const file = "/proc/sys/fs/inotify/max_user_instances";

/** Every systemd and user manager takes a handful of these, and root's are counted together for all hosts. */
const instancesPerHost = 16;

/** Raises the limit on inotify instances, for which more than ten hosts would be too many. */
export function raiseInotifyLimit(hosts: number, log: (line: string) => void): void {
  const needed = 128 + hosts * instancesPerHost;
  const current = Number(readFileSync(file, "utf8"));
  if (hosts <= 10 || current >= needed) return;
  writeFileSync(file, String(needed));
  log(`raised fs.inotify.max_user_instances from ${current} to ${needed} for ${hosts} hosts`);
}
