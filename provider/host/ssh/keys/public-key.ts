import { createHash } from "node:crypto";

/** A public key as SSH sends it. */
export interface PublicKey {
  /** Key type, for example `ssh-ed25519`. */
  readonly type: string;
  /** The wire form, whose first field repeats the type. */
  readonly blob: Buffer;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Reads the two fields `type base64`; `undefined` when they are not one key. */
export function parsePublicKey(type: string, base64: string): PublicKey | undefined {
  if (!BASE64.test(base64)) return undefined;
  const blob = Buffer.from(base64, "base64");
  return keyTypeOf(blob) === type ? { type, blob } : undefined;
}

/** The type inside a wire-form key, or `"unknown"`. */
function keyTypeOf(blob: Buffer): string {
  if (blob.length < 5) return "unknown";
  const length = blob.readUInt32BE(0);
  return length > 0 && length <= blob.length - 4 ? blob.toString("latin1", 4, 4 + length) : "unknown";
}

/** `ssh-ed25519 SHA256:…`: the fingerprint as `ssh-keygen -lf` prints it. */
export function formatFingerprint(blob: Buffer): string {
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return `${keyTypeOf(blob)} SHA256:${digest}`;
}

// RFC 8332: an "ssh-rsa" key signs with any of three algorithms. The one that is named like the key signs with SHA-1,
// as ssh-dss does: neither is offered, as OpenSSH does not since 8.8.
const RSA_ALGORITHMS = ["rsa-sha2-512", "rsa-sha2-256"];
const DEFAULT_ALGORITHMS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  ...RSA_ALGORITHMS,
];

/**
 * Host key algorithms in the order to offer: those of the known key types first, because a host with several
 * keys presents the first one that we offer, and it would otherwise look like a changed host. None signs with SHA-1.
 */
export function hostKeyAlgorithms(knownTypes: readonly string[]): string[] {
  const known = knownTypes.flatMap((type) => (type === "ssh-rsa" ? RSA_ALGORITHMS : [type]));
  const usable = known.filter((name) => DEFAULT_ALGORITHMS.includes(name));
  return [...new Set([...usable, ...DEFAULT_ALGORITHMS])];
}
