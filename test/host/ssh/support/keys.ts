import { utils } from "ssh2";

/** A key pair as text; `public` is `type base64`. */
export interface TestKey {
  readonly private: string;
  readonly public: string;
  /** Wire form of the public key. */
  readonly blob: Buffer;
}

/** Makes a key pair; with a passphrase the private key is encrypted. */
export function makeKey(type: "ed25519" | "ecdsa" | "rsa", passphrase?: string): TestKey {
  const secret = passphrase === undefined ? {} : { passphrase, cipher: "aes256-ctr", rounds: 4 };
  const pair =
    type === "ed25519"
      ? utils.generateKeyPairSync("ed25519", secret as never)
      : utils.generateKeyPairSync(type, { bits: type === "rsa" ? 2048 : 256, ...secret } as never);
  const [name = "", base64 = ""] = pair.public.split(" ");
  return { private: pair.private, public: `${name} ${base64}`, blob: Buffer.from(base64, "base64") };
}

/** Keys that many tests share; nothing depends on their values. */
export const KEYS = {
  hostEd25519: makeKey("ed25519"),
  hostEcdsa: makeKey("ecdsa"),
  hostRsa: makeKey("rsa"),
  otherHost: makeKey("ed25519"),
  user: makeKey("ed25519"),
  stranger: makeKey("ed25519"),
};
