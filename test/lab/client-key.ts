import { existsSync, linkSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./command";
import { labDirectory } from "./paths";

/** The key pair that opens every account of every host. */
export interface ClientKey {
  /** Path of the private key, readable by root only. */
  readonly privateKeyFile: string;
  /** The private key in OpenSSH's format, without a passphrase. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA… hermes-fleet-lab` */
  readonly publicKey: string;
}

/** Reads the key pair, making it on the first call; all labs on a machine share it. */
export async function ensureClientKey(): Promise<ClientKey> {
  const file = join(labDirectory(), "client_key");
  if (!existsSync(file)) await makeKey(file);
  const privateKey = readFileSync(file, "utf8");
  // Taken from the private key, so two processes that make one at the same time cannot mix up the halves.
  const publicKey = (await mustRun("ssh-keygen", ["-y", "-f", file])).trim();
  return { privateKeyFile: file, privateKey, publicKey };
}

async function makeKey(file: string): Promise<void> {
  mkdirSync(labDirectory(), { recursive: true, mode: 0o755 });
  const draft = `${file}.${process.pid}.draft`;
  for (const half of [draft, `${draft}.pub`]) rmSync(half, { force: true });
  await mustRun("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "hermes-fleet-lab", "-f", draft]);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    for (const half of [draft, `${draft}.pub`]) rmSync(half, { force: true });
  }
}
