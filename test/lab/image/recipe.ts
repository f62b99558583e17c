import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labSources } from "../paths";

/** Debian release that every host of the lab runs. */
export const suite = "bookworm";

/**
 * Packages of the base image: systemd with logind and user managers, sshd, sudo, and what checks look with.
 * The stand-in gateway needs no package: perl-base is essential in Debian.
 */
export const packages = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "dbus-user-session",
  "libpam-systemd",
  "openssh-server",
  "sudo",
  "iproute2",
  "procps",
  "strace",
];

/** Password of the account `admin`, for tests of password logins. */
export const adminPassword = "lab-admin-password";

/** The scripts that make the image: the first runs outside, the second inside of it. */
export const buildScripts = ["build.sh", "customize.sh"].map((name) => join(labSources, "image", name));

/** Twelve hexadecimal digits that change whenever the recipe does; the name of a cached image ends in them. */
export function recipeDigest(): string {
  const hash = createHash("sha256").update(JSON.stringify([suite, packages, adminPassword, process.arch]));
  for (const script of buildScripts) hash.update("\0").update(readFileSync(script));
  return hash.digest("hex").slice(0, 12);
}
