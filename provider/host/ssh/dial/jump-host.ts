import type { Duplex } from "node:stream";
import { HostError } from "../../host-error.js";
import type { Hop } from "../endpoint.js";
import { parseOpenFailure } from "../open-failure.js";
import { Link } from "../session/link.js";
import { DialFailure } from "./dial-failure.js";
import type { OpenHop } from "./open-hop.js";

/** The connection to a jump host, dialled when it is needed and again when it was lost on the way. */
export class JumpHost {
  private current: Link | undefined;

  constructor(
    private readonly hop: Hop,
    private readonly open: OpenHop,
  ) {}

  /** The standing connection. @throws HostError `proxy-failed`, or the code of its host key or log-in. */
  async link(): Promise<Link> {
    if (this.current && this.current.lost === undefined) return this.current;
    this.current = new Link(await this.open());
    return this.current;
  }

  /**
   * A stream from the jump host to the target.
   * @throws DialFailure when the target does not answer it, HostError `proxy-failed` when it does not forward.
   */
  async forward(target: Hop, timeoutMs: number): Promise<Duplex> {
    const { client } = await this.link();
    return new Promise((resolve, reject) => {
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        reject(new DialFailure(`the jump host ${this.hop.host} got no answer within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      try {
        client.forwardOut("127.0.0.1", 0, target.host, target.port, (error, stream) => {
          clearTimeout(timer);
          if (timedOut) stream?.close();
          else if (error) reject(this.forwardError(target, error));
          else resolve(stream);
        });
      } catch (error) {
        clearTimeout(timer);
        reject(new DialFailure(`the jump host ${this.hop.host} is gone: ${(error as Error).message}`));
      }
    });
  }

  async close(): Promise<void> {
    await this.current?.close();
  }

  private forwardError(target: Hop, error: Error): Error {
    const { words = error.message, prohibited = false } = parseOpenFailure(error) ?? {};
    if (!prohibited) return new DialFailure(`the jump host ${this.hop.host} cannot reach it: ${words}`);
    return new HostError("proxy-failed", {
      host: this.hop.label,
      message: `the jump host does not forward to ${target.host} port ${target.port}: ${words}`,
      remedy: `set AllowTcpForwarding yes (and PermitOpen, if used) in /etc/ssh/sshd_config on the jump host`,
    });
  }
}
