import { utils } from "ssh2";

/** Kinds of key that a host or a client may have. */
export type KeyType = "ed25519" | "ecdsa" | "rsa";

export interface KeyPair {
  /** OpenSSH private key, unencrypted. */
  readonly privateKey: string;
  /** One line, `type base64`. */
  readonly publicKey: string;
}

/** A new key pair. `rsa` has 2048 bits and takes about a hundred times as long as the others. */
export function generateKey(type: KeyType): KeyPair {
  for (;;) {
    const pair = generate(type);
    // One in two hundred ed25519 keys that ssh2 writes cannot be read back by itself.
    if ([pair.private, pair.public].some((key) => utils.parseKey(key) instanceof Error)) continue;
    return { privateKey: pair.private, publicKey: pair.public.trim() };
  }
}

function generate(type: KeyType) {
  if (type === "rsa") return utils.generateKeyPairSync("rsa", { bits: 2048 });
  if (type === "ecdsa") return utils.generateKeyPairSync("ecdsa", { bits: 256 });
  return utils.generateKeyPairSync("ed25519");
}
