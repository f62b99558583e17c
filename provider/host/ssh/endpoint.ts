import type { SshEndpoint } from "../connection.js";

/** An endpoint with its defaults, and the name that messages use for it. */
export interface Hop {
  /** `vm1 (root@192.0.2.10:22)`. */
  readonly label: string;
  readonly endpoint: SshEndpoint;
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** Fills in port 22 and user root and makes the label; `name` is what the operator calls the machine. */
export function hopOf(name: string, endpoint: SshEndpoint): Hop {
  const { host, port = 22, user = "root" } = endpoint;
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
