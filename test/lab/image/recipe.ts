import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labSources } from "../paths";

/** What a host of the lab starts as `/usr/local/bin/hermes`: a stand-in, or the real Hermes Agent. */
export type GatewayKind = "stand-in" | "hermes";

/** How an image is made. */
export interface Recipe {
  /** The image in a sentence. */
  readonly title: string;
  /** Twelve hexadecimal digits that change whenever the recipe does; the name of a cached image ends in them. */
  readonly digest: string;
  /** The image that it is built on. */
  readonly base?: Recipe;
  /** Words of the build's command. @param root the empty directory to fill, `base` the base image's directory */
  command(root: string, base: string): string[];
}

/** Debian release that every host of the lab runs. */
const suite = "bookworm";

/**
 * Packages of the base image: systemd with logind and user managers, sshd, sudo, and what checks look with.
 * The stand-in gateway needs no package: perl-base is essential in Debian.
 */
const packages = [
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

/** Packages that Hermes needs besides: it is a Python program in a virtual environment of its own. */
const hermesPackages = ["python3", "python3-venv"];

/** Password of the account `admin`, for tests of password logins. */
export const adminPassword = "lab-admin-password";

/** The recipe of the image that a host with this gateway needs. */
export function recipeFor(gateway: GatewayKind): Recipe {
  return gateway === "hermes" ? hermesRecipe() : baseRecipe();
}

/** Debian; the stand-in gateway is put on each host's disk as it is in the repository now. */
function baseRecipe(): Recipe {
  return {
    title: `the base image (Debian ${suite}, about a minute)`,
    digest: digestOf([suite, packages, adminPassword, process.arch], ["build.sh", "customize.sh"]),
    command: (root) => [source("build.sh"), root, suite, packages.join(","), adminPassword],
  };
}

/** Debian with the real Hermes Agent from PyPI, every version pinned. */
function hermesRecipe(): Recipe {
  const base = baseRecipe();
  const requirements = "hermes-requirements.txt";
  return {
    title: "the image with Hermes Agent (about half a minute)",
    digest: digestOf([base.digest, hermesPackages], ["hermes.sh", "hermes-setup.sh", requirements]),
    base,
    command: (root, image) => [
      source("hermes.sh"),
      root,
      image,
      hermesPackages.join(","),
      source(requirements),
    ],
  };
}

function digestOf(values: unknown, files: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(values));
  for (const file of files) hash.update("\0").update(readFileSync(source(file)));
  return hash.digest("hex").slice(0, 12);
}

function source(file: string): string {
  return join(labSources, "image", file);
}
