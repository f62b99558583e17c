import { readFileSync } from "node:fs";
import { HostError } from "../../host-error.js";
import type { Hop } from "../endpoint.js";
import { resolveHome } from "../home-path.js";
import { findKnownHosts, type KnownHost, knownHostsName, parseKnownHosts } from "./known-hosts.js";
import { parsePinnedKeys } from "./pinned-key.js";
import { formatFingerprint, hostKeyAlgorithms } from "./public-key.js";

/** Which host key an endpoint may present. */
export interface HostKeyPolicy {
  /** Host key algorithms in the order to offer. */
  readonly algorithms: string[];
  /** `undefined` for a key that is trusted, else why the connection is refused. */
  readonly check: (presented: Buffer) => HostError | undefined;
}

/**
 * The policy of one endpoint: its pinned `hostKey`, or else its known_hosts file, read now.
 * @throws HostError `connection-invalid` for a pinned key that is none.
 */
export function hostKeyPolicy(hop: Hop, env: Readonly<Record<string, string | undefined>>): HostKeyPolicy {
  if (hop.endpoint.hostKey !== undefined) return pinnedPolicy(hop, hop.endpoint.hostKey);
  const file = resolveHome(hop.endpoint.knownHostsFile ?? "~/.ssh/known_hosts", env);
  return knownHostsPolicy(hop, file);
}

function pinnedPolicy(hop: Hop, text: string): HostKeyPolicy {
  const keys = parsePinnedKeys(hop.label, text);
  return {
    algorithms: hostKeyAlgorithms(keys.map((key) => key.type)),
    check: (presented) => {
      if (keys.some((key) => key.blob.equals(presented))) return undefined;
      const pinned = keys.map((key) => formatFingerprint(key.blob)).join(", ");
      return new HostError("host-key-changed", {
        host: hop.label,
        message: `the host presents ${formatFingerprint(presented)}, but the pinned hostKey is ${pinned}; nothing was sent to it`,
        remedy: `if the machine was reinstalled, compare the fingerprint at its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and set hostKey to the new key; otherwise another machine answers at this address`,
      });
    },
  };
}

function knownHostsPolicy(hop: Hop, file: string): HostKeyPolicy {
  const { text, problem } = readKnownHosts(file);
  const entries = parseKnownHosts(text);
  const matching = findKnownHosts(entries, hop.host, hop.port);
  const known = matching.filter((entry) => entry.marker === undefined);
  // As ssh does: a host met on another port is trusted when the same key stands under its plain name.
  const plain = hop.port === 22 ? [] : findKnownHosts(entries, hop.host, 22);
  return {
    algorithms: hostKeyAlgorithms((known.length > 0 ? known : plain).map((entry) => entry.type)),
    check: (presented) => {
      const same = (entry: KnownHost) => entry.blob.equals(presented);
      const revoked = [...matching, ...plain].find((entry) => entry.marker === "revoked" && same(entry));
      if (revoked) return revokedError(hop, file, revoked, presented);
      if (known.some(same)) return undefined;
      if (known.length > 0) return changedError(hop, file, known, presented);
      if (plain.some((entry) => entry.marker === undefined && same(entry))) return undefined;
      return unknownError(hop, file, problem ?? authorityNote(matching), presented);
    },
  };
}

function readKnownHosts(file: string): { text: string; problem?: string } {
  try {
    return { text: readFileSync(file, "utf8") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      text: "",
      problem: code === "ENOENT" ? "which does not exist" : `which cannot be read (${code})`,
    };
  }
}

function authorityNote(matching: readonly KnownHost[]): string | undefined {
  const authority = matching.find((entry) => entry.marker === "cert-authority");
  return (
    authority && `whose line ${authority.line} is a @cert-authority, and host certificates are not supported`
  );
}

function revokedError(hop: Hop, file: string, entry: KnownHost, presented: Buffer): HostError {
  return new HostError("host-key-changed", {
    host: hop.label,
    message: `the host presents ${formatFingerprint(presented)}, which ${file} line ${entry.line} marks @revoked; nothing was sent to it`,
    remedy: `give the machine a new host key and add that one to ${file}`,
  });
}

function changedError(hop: Hop, file: string, known: readonly KnownHost[], presented: Buffer): HostError {
  const expected = known.map((entry) => `${formatFingerprint(entry.blob)} (line ${entry.line})`).join(", ");
  return new HostError("host-key-changed", {
    host: hop.label,
    message: `the host presents ${formatFingerprint(presented)}, but ${file} has ${expected}; nothing was sent to it`,
    remedy: `if the machine was reinstalled, compare the fingerprint at its console, then: ssh-keygen -f ${file} -R '${knownHostsName(hop.host, hop.port)}' && ${keyscan(hop, file)}; otherwise another machine answers at this address`,
  });
}

function unknownError(hop: Hop, file: string, note: string | undefined, presented: Buffer): HostError {
  return new HostError("host-key-unknown", {
    host: hop.label,
    message: `the host presents ${formatFingerprint(presented)}, and no key of it is in ${file}${note ? `, ${note}` : ""}; nothing was sent to it`,
    remedy: `compare the fingerprint at the machine's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then: ${keyscan(hop, file)}, or set hostKey`,
  });
}

function keyscan(hop: Hop, file: string): string {
  return `ssh-keyscan${hop.port === 22 ? "" : ` -p ${hop.port}`} ${hop.host} >> ${file}`;
}
