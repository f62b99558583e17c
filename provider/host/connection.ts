/** One SSH endpoint. The names are those of `remote.ConnectionArgs` of `@pulumi/command`, plus the two `…File` ones. */
export interface SshEndpoint {
  /** Name or address, IPv4 or IPv6. */
  readonly host: string;
  /** TCP port, 1 to 65535. @default 22 */
  readonly port?: number;
  /** Account on the machine. Anything but root needs `sudo -n`. @default "root" */
  readonly user?: string;
  /** Password, also given to keyboard-interactive prompts. Secret. */
  readonly password?: string;
  /** Private key, its text. Secret. Tried before the password. */
  readonly privateKey?: string;
  /** Passphrase of the private key. Secret. `HERMES_FLEET_SSH_KEY_PASSPHRASE` keeps it out of the state. */
  readonly privateKeyPassword?: string;
  /** Path of a private key on the machine that runs Pulumi; `~/` is resolved in the provider process. */
  readonly privateKeyFile?: string;
  /** Path of an SSH agent's socket. @default the environment's SSH_AUTH_SOCK, read on each run */
  readonly agentSocketPath?: string;
  /** Public host key(s), one a line, `type base64` as in a known_hosts file; without it `knownHostsFile` decides. */
  readonly hostKey?: string;
  /**
   * known_hosts file that alone verifies the host key when `hostKey` is absent.
   * @default ~/.ssh/known_hosts and known_hosts2, and ssh_known_hosts and ssh_known_hosts2 in /etc/ssh
   */
  readonly knownHostsFile?: string;
  /** Longest one dial may take, in seconds. @default 15 */
  readonly perDialTimeout?: number;
  /** Dials before giving up; `-1` means until the deadline. @default -1 */
  readonly dialErrorLimit?: number;
}

/** How a machine is reached. */
export interface Connection extends SshEndpoint {
  /** One jump host: the connection goes through it, and its host key is verified the same way. */
  readonly proxy?: SshEndpoint;
  /** Run on the machine that runs Pulumi, without SSH; `host` is then only a name. @default false */
  readonly local?: boolean;
}
