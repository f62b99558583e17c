import type { KeyType } from "./ssh/keys";

/** What an embedded host is like. */
export interface HostOptions {
  /** Name for messages of tests. @default "vm" */
  readonly name?: string;
  /** Account that logs in by SSH. @default "root" */
  readonly user?: string;
  /** Accounts with a home, besides root; `user` always has one. @default ["hermes"] */
  readonly accounts?: readonly string[];
  /** Whether `sudo -n` works for an account that is not root. @default "allowed" */
  readonly sudo?: "allowed" | "denied";
  /** Host keys of the SSH server. @default ["ed25519"] */
  readonly hostKeyTypes?: readonly KeyType[];
  /** Further public keys that may log in. @default [] */
  readonly authorizedKeys?: readonly string[];
  /** Password that may log in. @default none */
  readonly password?: string;
  /** Commands at a time on one connection, as sshd's `MaxSessions`. @default 10 */
  readonly maxSessions?: number;
  /** Whether the machine has systemd. @default true */
  readonly systemd?: boolean;
  /** What `systemctl --version` says; behaviour is that of 252 all the same. @default "252 (252.39-1~deb12u2)" */
  readonly systemdVersion?: string;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<HostOptions, "password">> & Pick<HostOptions, "password">;

export function resolveOptions(options: HostOptions): ResolvedOptions {
  const user = options.user ?? "root";
  const accounts = options.accounts ?? ["hermes"];
  return {
    name: "vm",
    sudo: "allowed",
    hostKeyTypes: ["ed25519"],
    authorizedKeys: [],
    maxSessions: 10,
    systemd: true,
    systemdVersion: "252 (252.39-1~deb12u2)",
    ...options,
    user,
    accounts: user === "root" || accounts.includes(user) ? accounts : [...accounts, user],
  };
}
