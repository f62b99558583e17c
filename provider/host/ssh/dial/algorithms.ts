import type { Algorithms } from "ssh2";

/**
 * What a connection offers for its handshake: ssh2's own lists without everything that rests on SHA-1 (RFC 9142,
 * OpenSSH's defaults since 8.8), whatever a later ssh2 has in them.
 *
 * @param serverHostKey host key algorithms in the order to offer
 */
export function offeredAlgorithms(serverHostKey: readonly string[]): Algorithms {
  const remove = [/sha1(-|$)/] as never;
  return {
    serverHostKey: serverHostKey as never,
    kex: { append: [], prepend: [], remove },
    hmac: { append: [], prepend: [], remove },
  };
}
