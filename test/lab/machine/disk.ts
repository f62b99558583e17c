import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../command";
import { labSources } from "../paths";
import { addressOf } from "./network";
import type { Slot } from "./slot";

const keyTypes = ["ed25519", "ecdsa"] as const;

/**
 * Gives a host an empty disk over the base image: its own machine-id and host keys, the lab's public key, and the
 * stand-in gateway as it is in the repository now, unless the image has the real one.
 */
export function makeDisk(slot: Slot, clientPublicKey: string): void {
  for (const name of ["upper", "work", "root"]) {
    rmSync(join(slot.data, name), { recursive: true, force: true });
    mkdirSync(join(slot.data, name), { recursive: true, mode: 0o755 });
  }
  const put = (path: string, content: string, mode = 0o644) =>
    putFile(join(slot.data, "upper"), path, content, mode);
  put("etc/machine-id", `${randomBytes(16).toString("hex")}\n`, 0o444);
  put("etc/hostname", `${slot.hostName}\n`);
  put("etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${slot.hostName}\n::1 localhost\n`);
  put("etc/ssh/lab_authorized_keys", `${clientPublicKey}\n`);
  if (slot.gateway === "stand-in")
    put("usr/local/bin/hermes", readFileSync(join(labSources, "gateway", "hermes"), "utf8"), 0o755);
  for (const type of keyTypes) {
    const key = keyFile(slot, type);
    put(`etc/ssh/ssh_host_${type}_key`, readFileSync(key, "utf8"), 0o600);
    put(`etc/ssh/ssh_host_${type}_key.pub`, readFileSync(`${key}.pub`, "utf8"));
  }
}

/** Makes new host keys; the disk made after that has them. */
export async function makeHostKeys(slot: Slot): Promise<void> {
  mkdirSync(join(slot.data, "keys"), { recursive: true, mode: 0o700 });
  for (const type of keyTypes) {
    const file = keyFile(slot, type);
    rmSync(file, { force: true });
    await mustRun("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", slot.hostName, "-f", file]);
  }
  writeFileSync(
    knownHostsFile(slot),
    hostKeysOf(slot)
      .map((key) => `${addressOf(slot)} ${key}\n`)
      .join(""),
  );
}

/** The host's public keys, one line each, without a comment: `ssh-ed25519 AAAA…`. */
export function hostKeysOf(slot: Slot): string[] {
  const files = keyTypes.map((type) => `${keyFile(slot, type)}.pub`).filter((file) => existsSync(file));
  return files.map((file) => readFileSync(file, "utf8").trim().split(" ").slice(0, 2).join(" "));
}

/** A known_hosts file for an SSH client, with the host's address and keys. */
export function knownHostsFile(slot: Slot): string {
  return join(slot.data, "keys", "known_hosts");
}

/** What the host wrote to its console since it was switched on, and what systemd-nspawn had to say. */
export function consoleFile(slot: Slot): string {
  return join(slot.data, "console.log");
}

function keyFile(slot: Slot, type: string): string {
  return join(slot.data, "keys", type);
}

/** Folders get their mode explicitly: in an overlay theirs hides the image's, and the umask must not show. */
function putFile(root: string, path: string, content: string, mode: number): void {
  const folders = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= folders.length; depth++) {
    const folder = join(root, ...folders.slice(0, depth));
    if (existsSync(folder)) continue;
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  }
  const file = join(root, path);
  writeFileSync(file, content);
  chmodSync(file, mode);
}
