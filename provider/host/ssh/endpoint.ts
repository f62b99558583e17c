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
}

/**
 * Fills in port 22 and user root and makes the label; `name` is what the operator calls the machine.
 * @throws HostError `connection-invalid` for an empty host, which ssh2 would take for this machine, or an impossible port.
 */
export function hopOf(name: string, endpoint: SshEndpoint): Hop {
  const { host, port = 22, user = "root" } = endpoint;
  if (host.trim() === "") throw invalid(name, "host is empty", "set host to a name or an address");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid(
      name,
      `port is ${port}`,
      "set port to a whole number from 1 to 65535, or leave it out for 22",
    );
  }
  return { label: `${name} (${user}@${formatAddress(host, port)})`, endpoint, host, port, user };
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The `ssh` command line by which a person can try the same endpoint. */
export function sshCommand(hop: Hop): string {
  return `ssh${hop.port === 22 ? "" : ` -p ${hop.port}`} ${hop.user}@${hop.host} true`;
}

function invalid(host: string, message: string, remedy: string): HostError {
  return new HostError("connection-invalid", { host, message, remedy });
}
