import { createPrivateKey, type KeyObject } from "node:crypto";

const PKCS8 = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Turns a PKCS#8 private key, the form that `openssl genpkey` and many tools write, into one that ssh2 reads.
 * Every other text is returned as it is.
 * @throws Error with the word "encrypted" when the passphrase is missing or wrong.
 */
export function convertPkcs8(text: string, passphrase: string | undefined): string {
  const match = PKCS8.exec(text.trim());
  if (!match) return text;
  const encrypted = match[1] !== undefined;
  if (encrypted && passphrase === undefined) throw new Error("encrypted PKCS#8 key");
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, format: "pem", ...(passphrase !== undefined && { passphrase }) });
  } catch {
    throw new Error(encrypted ? "encrypted PKCS#8 key" : "malformed PKCS#8 key");
  }
  if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs1", format: "pem" }).toString();
  if (key.asymmetricKeyType === "ec") return key.export({ type: "sec1", format: "pem" }).toString();
  if (key.asymmetricKeyType === "ed25519") return opensshEd25519(key);
  throw new Error("unsupported PKCS#8 key type");
}

/** An Ed25519 key in the form of OpenSSH's PROTOCOL.key, unencrypted. */
function opensshEd25519(key: KeyObject): string {
  const jwk = key.export({ format: "jwk" });
  const publicKey = Buffer.from(jwk.x ?? "", "base64url");
  const privateKey = Buffer.concat([Buffer.from(jwk.d ?? "", "base64url"), publicKey]);
  const publicPart = Buffer.concat([field("ssh-ed25519"), field(publicKey)]);
  const body = Buffer.concat([Buffer.alloc(8), publicPart, field(privateKey), field("")]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(publicPart),
    field(Buffer.concat([body, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
