import { type IdentityCallback, OpenSSHAgent, type ParsedKey } from "ssh2";

/** Failed attempts after which OpenSSH ends a log-in, sshd_config(5) MaxAuthTries. Each key offered is one. */
const MAX_AUTH_TRIES = 6;

/** An agent that can say how many keys it has offered. ssh2 passes over certificates that it holds. */
export class CountedAgent extends OpenSSHAgent {
  private count: number | undefined;

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (keys) this.count = keys.length;
      callback(error, keys);
    });
  }

  /** What a failed log-in may be due to, in words; `undefined` while the agent was not asked. */
  note(): string | undefined {
    if (this.count === undefined) return undefined;
    const keys = `the agent offered ${this.count} key${this.count === 1 ? "" : "s"}, certificates left out`;
    if (this.count < MAX_AUTH_TRIES) return keys;
    return `${keys}, and OpenSSH ends a log-in after ${MAX_AUTH_TRIES} (MaxAuthTries): name the one for this host in privateKeyFile`;
  }
}
