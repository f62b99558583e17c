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

/** What ssh reads besides `~/.ssh/known_hosts` (ssh_config(5): UserKnownHostsFile, GlobalKnownHostsFile). */
const BESIDE = ["~/.ssh/known_hosts2", "/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];

/**
 * The policy of one endpoint: its pinned `hostKey`, or else its known_hosts file, read now. Without a declared file the
 * machine's own are read too, as ssh does; with one, they only revoke.
 *
 * @param beside the files that are read besides
 * @throws HostError `connection-invalid` for a pinned key that is none.
 */
export function hostKeyPolicy(
  hop: Hop,
  env: Readonly<Record<string, string | undefined>>,
  beside: readonly string[] = BESIDE,
): HostKeyPolicy {
  if (hop.endpoint.hostKey !== undefined) return pinnedPolicy(hop, hop.endpoint.hostKey);
  const declared = hop.endpoint.knownHostsFile;
  const file = resolveHome(declared ?? "~/.ssh/known_hosts", env);
  const others = beside
    .map((path) => resolveHome(path, env))
    .flatMap((path) => placed(path, readKnownHosts(path).text))
    .filter(({ marker }) => declared === undefined || marker === "revoked");
  return knownHostsPolicy(hop, file, others);
}

/** A line of one of several files. */
interface PlacedHost extends KnownHost {
  readonly file: string;
}

function placed(file: string, text: string): PlacedHost[] {
  return parseKnownHosts(text).map((entry) => ({ ...entry, file }));
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

function knownHostsPolicy(hop: Hop, file: string, others: readonly PlacedHost[]): HostKeyPolicy {
  const { text, problem } = readKnownHosts(file);
  const entries = [...placed(file, text), ...others];
  const matching = findKnownHosts(entries, hop.host, hop.port);
  const known = matching.filter((entry) => entry.marker === undefined);
  // As ssh does: a host met on another port is trusted when the same key stands under its plain name.
  const plain = hop.port === 22 ? [] : findKnownHosts(entries, hop.host, 22);
  return {
    algorithms: hostKeyAlgorithms((known.length > 0 ? known : plain).map((entry) => entry.type)),
    check: (presented) => {
      const same = (entry: KnownHost) => entry.blob.equals(presented);
      const revoked = [...matching, ...plain].find((entry) => entry.marker === "revoked" && same(entry));
      if (revoked) return revokedError(hop, revoked, presented);
      if (known.some(same)) return undefined;
      if (known.length > 0) return changedError(hop, known, presented);
      if (plain.some((entry) => entry.marker === undefined && same(entry))) return undefined;
      return unknownError(hop, file, problem ?? authorityNote(file, matching), presented);
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

function authorityNote(file: string, matching: readonly PlacedHost[]): string | undefined {
  const authority = matching.find((entry) => entry.marker === "cert-authority");
  if (authority === undefined) return undefined;
  const where = authority.file === file ? "whose" : `and of ${authority.file}`;
  return `${where} line ${authority.line} is a @cert-authority, and host certificates are not supported`;
}

function revokedError(hop: Hop, { file, line }: PlacedHost, presented: Buffer): HostError {
  return new HostError("host-key-changed", {
    host: hop.label,
    message: `the host presents ${formatFingerprint(presented)}, which ${file} line ${line} marks @revoked; nothing was sent to it`,
    remedy: `give the machine a new host key and add that one to ${file}`,
  });
}

function changedError(hop: Hop, known: readonly PlacedHost[], presented: Buffer): HostError {
  const files = [...new Set(known.map((entry) => entry.file))];
  const expected = files.map((file) => {
    const keys = known
      .filter((entry) => entry.file === file)
      .map((entry) => `${formatFingerprint(entry.blob)} (line ${entry.line})`);
    return `${file} has ${keys.join(", ")}`;
  });
  const name = knownHostsName(hop.host, hop.port);
  const removed = files.map((file) => `ssh-keygen -f ${file} -R '${name}'`).join(" && ");
  return new HostError("host-key-changed", {
    host: hop.label,
    message: `the host presents ${formatFingerprint(presented)}, but ${expected.join(" and ")}; nothing was sent to it`,
    remedy: `if the machine was reinstalled, compare the fingerprint at its console, then: ${removed} && ${keyscan(hop, files[0] ?? "")}; otherwise another machine answers at this address`,
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
