import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { prepareLogins } from "../auth/login.js";
import type { ResolvedContext } from "../context.js";
import type { Hop } from "../endpoint.js";
import { hostKeyPolicy } from "../keys/host-key.js";
import { dial } from "./dial.js";
import { dialUntil } from "./dial-until.js";

/** Connects to one endpoint, waiting for it up to the deadline. */
export type OpenHop = (stream?: (timeoutMs: number) => Promise<Duplex>) => Promise<Client>;

/**
 * Reads what an endpoint needs (known_hosts, key files), so that a mistake there shows before anything is dialled.
 * @param deadline When to give up, on the context's clock.
 * @throws HostError `key-unreadable`, `connection-invalid`.
 */
export function prepareHop(
  hop: Hop,
  context: ResolvedContext,
  deadline: number,
  unreachable: "host-unreachable" | "proxy-failed",
): OpenHop {
  const hostKeys = hostKeyPolicy(hop, context.env);
  const startLogin = prepareLogins(hop, context.env);
  return (stream) =>
    dialUntil(hop, context, deadline, unreachable, async (timeoutMs) =>
      dial(
        { hop, hostKeys, login: startLogin(), timeoutMs, ...(stream && { stream: await stream(timeoutMs) }) },
        context,
      ),
    );
}
