import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text's UTF-8 bytes, 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * HMAC-SHA256 under one key for many texts, 32 lower-case hex digits each. The key is taken in once, which is half of
 * the work for a short text.
 */
export function keyedDigest(key: string): (text: string) => string {
  const keyed = hmac.create(sha256, utf8ToBytes(key));
  return (text) => bytesToHex(keyed.clone().update(utf8ToBytes(text)).digest()).slice(0, 32);
}

/** HMAC-SHA256 of a text under a key, both as UTF-8, 64 lower-case hex digits. */
export function hmacSha256Hex(key: string, text: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)));
}
