import { addressComplaint } from "../../core/rules/host-address";
import type { SshEndpoint } from "../connection.js";
import { HostError } from "../host-error.js";

/** An endpoint with its defaults, and the name that messages use for it. */
export interface Hop {
  /** `vm1 (root@192.0.2.10:22)`. */
  readonly label: string;
  readonly endpoint: SshEndpoint;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The jump host that it is reached through. @default none */
  readonly via?: Hop;
}

/**
 * Fills in port 22 and user root and makes the label; `name` is what the operator calls the machine.
 * @throws HostError `connection-invalid` for a host that is no name or address (ssh2 takes an empty one for this machine),
 * or an impossible port.
 */
export function hopOf(name: string, endpoint: SshEndpoint, via?: Hop): Hop {
  const { host, port = 22, user = "root" } = endpoint;
  const complaint = addressComplaint(host);
  if (complaint !== undefined) {
    const [what, remedy = ""] = complaint.split("\n");
    throw invalid(name, `connection.host ${what}`, remedy);
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid(
      name,
      `port is ${port}`,
      "set port to a whole number from 1 to 65535, or leave it out for 22",
    );
  }
  return {
    label: `${name} (${user}@${formatAddress(host, port)})`,
    endpoint,
    host,
    port,
    user,
    ...(via && { via }),
  };
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The `ssh` command line by which a person can try the same endpoint, through the same jump host. */
export function sshCommand({ host, port, user, via }: Hop): string {
  const words = [
    "ssh",
    ...(via ? ["-J", `${via.user}@${formatAddress(via.host, via.port)}`] : []),
    ...(port === 22 ? [] : ["-p", String(port)]),
    `${user}@${host}`,
    "true",
  ];
  return words.map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function invalid(host: string, message: string, remedy: string): HostError {
  return new HostError("connection-invalid", { host, message, remedy });
}
