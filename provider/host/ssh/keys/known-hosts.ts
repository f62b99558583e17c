import { createHmac } from "node:crypto";
import { type PublicKey, parsePublicKey } from "./public-key.js";

/** One usable line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost extends PublicKey {
  /** Line number, from 1. */
  readonly line: number;
  readonly marker?: "revoked" | "cert-authority";
  /** The names as written: a comma list of patterns, or one hashed name. */
  readonly names: string;
}

/** Reads a known_hosts file. Blank lines, comments and lines that are not an entry are left out. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const fields = raw.trim().split(/\s+/);
    const first = fields[0] ?? "";
    if (first === "" || first.startsWith("#")) return [];
    const marker =
      first === "@revoked" ? "revoked" : first === "@cert-authority" ? "cert-authority" : undefined;
    if (first.startsWith("@") && marker === undefined) return [];
    const [names = "", type = "", base64 = ""] = marker ? fields.slice(1) : fields;
    const key = parsePublicKey(type, base64);
    return key ? [{ line: index + 1, names, ...key, ...(marker && { marker }) }] : [];
  });
}

/** The lines that speak of an endpoint; a port other than 22 is looked up as `[host]:port`. */
export function findKnownHosts<T extends KnownHost>(entries: readonly T[], host: string, port: number): T[] {
  const name = knownHostsName(host, port);
  return entries.filter((entry) => matchesName(entry.names, name));
}

/** How known_hosts writes an endpoint. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

function matchesName(names: string, name: string): boolean {
  if (names.startsWith("|")) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(",");
  // A negated pattern that matches refuses the line whatever else matches (sshd(8)).
  const negated = patterns.some(
    (pattern) => pattern.startsWith("!") && matchesPattern(pattern.slice(1), name),
  );
  return !negated && patterns.some((pattern) => !pattern.startsWith("!") && matchesPattern(pattern, name));
}

function matchesHash(hashed: string, name: string): boolean {
  const [, magic, salt = "", hash] = hashed.split("|");
  if (magic !== "1" || !hash) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern.replace(/[.+^${}()|[\]\\*?]/g, (char) =>
    char === "*" ? ".*" : char === "?" ? "." : `\\${char}`,
  );
  return new RegExp(`^${source}$`).test(name);
}
