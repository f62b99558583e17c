import { setTimeout as delay } from "node:timers/promises";
import type { ExecOptions, ExecResult, Host } from "../../host.js";
import { HostError } from "../../host-error.js";
import type { Hop } from "../endpoint.js";
import { ChannelSlots } from "./channel-slots.js";
import type { Link } from "./link.js";
import { ChannelRefused, runCommand } from "./run-command.js";

/** Commands at a time on one connection; sshd's `MaxSessions` is 10 by default, two stay free for others. */
const CHANNELS = 8;

/** A machine behind one SSH connection, which may itself run through the connection of a jump host. */
export class SshHost implements Host {
  readonly label: string;
  readonly user: string;
  private readonly slots = new ChannelSlots(CHANNELS);

  /** @param links The connection to the machine, then those it runs through. */
  constructor(
    hop: Hop,
    private readonly links: readonly [Link, ...Link[]],
  ) {
    this.label = hop.label;
    this.user = hop.user;
  }

  get isOpen(): boolean {
    return this.links.every(({ lost }) => lost === undefined);
  }

  async exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    for (let refusals = 0; ; ) {
      const free = await this.slots.take();
      try {
        return await runCommand(this.links[0], this.label, command, options);
      } catch (error) {
        if (!(error instanceof ChannelRefused)) throw error;
        if (!this.slots.shrink()) {
          // sshd frees a session a little after it has closed the channel.
          refusals += 1;
          if (refusals > 5) throw this.noChannel(error);
          await delay(50 * refusals);
        }
      } finally {
        free();
      }
    }
  }

  async close(): Promise<void> {
    for (const link of this.links) await link.close();
  }

  private noChannel(cause: ChannelRefused): HostError {
    return new HostError("exec-refused", {
      host: this.label,
      message: `the host opens no session: ${cause.message}`,
      remedy:
        "check MaxSessions in /etc/ssh/sshd_config (at least 1, 10 by default) and no-session restrictions of the key",
      cause,
    });
  }
}
