import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";

/** Programs that the lab starts, and the Debian packages that have them. */
const tools: ReadonlyArray<readonly [program: string, debianPackage: string]> = [
  ["debootstrap", "debootstrap"],
  ["systemd-nspawn", "systemd-container"],
  ["ssh", "openssh-client"],
  ["ssh-keygen", "openssh-client"],
  ["ip", "iproute2"],
  ["nsenter", "util-linux"],
  ["unshare", "util-linux"],
  ["setpriv", "util-linux"],
];

/** Checks that this machine can run a lab. @throws Error naming everything that is missing, in one line. */
export function checkTools(): void {
  const missing: string[] = [];
  if (process.platform !== "linux") throw new Error("lab: needs Linux");
  if (process.getuid?.() !== 0) missing.push("root (run with sudo)");
  const packages = new Set(tools.filter(([program]) => !isInstalled(program)).map(([, name]) => name));
  if (packages.size > 0)
    missing.push(`the Debian packages ${[...packages].join(" ")} (apt-get install them)`);
  if (!/\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8")))
    missing.push("overlayfs (modprobe overlay)");
  if (!/ - cgroup2 /.test(readFileSync("/proc/self/mountinfo", "utf8")))
    missing.push("a mounted cgroup2 hierarchy");
  if (missing.length > 0) throw new Error(`lab: needs ${missing.join(", and ")}`);
}

function isInstalled(program: string): boolean {
  return [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].some((folder) => {
    try {
      accessSync(join(folder || ".", program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
