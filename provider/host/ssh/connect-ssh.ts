import type { Connection, SshEndpoint } from "../connection.js";
import type { Host } from "../host.js";
import { PASSPHRASE_VARIABLE } from "./auth/find-methods.js";
import { type ConnectContext, type ResolvedContext, resolveContext } from "./context.js";
import { JumpHost } from "./dial/jump-host.js";
import { prepareHop } from "./dial/open-hop.js";
import { hopOf } from "./endpoint.js";
import { applyOverrides } from "./overrides.js";
import { Link } from "./session/link.js";
import { SshHost } from "./session/ssh-host.js";

/**
 * Opens one SSH connection, waiting up to the deadline for a host that is still booting. The host key is verified
 * before anything secret is sent. `HERMES_FLEET_SSH_USER`, `_SSH_KEY_FILE` and `_SSH_PROXY` override the connection.
 * @throws HostError `host-unreachable`, `host-key-unknown`, `host-key-changed`, `auth-failed`, `key-unreadable`,
 * `proxy-failed`, `connection-invalid`; the reason of `context.signal` when it is aborted.
 */
export async function connectSsh(connection: Connection, context: ConnectContext): Promise<Host> {
  const { hostKeyName, env = process.env } = context;
  const { proxy, ...endpoint } = applyOverrides(connection, env, hostKeyName);
  const resolved = resolveContext(context, secretsOf(env, endpoint, proxy));
  const deadline = resolved.now() + resolved.deadlineMs;
  const jumpHop = proxy && hopOf(`jump host of ${hostKeyName}`, proxy);
  const target = hopOf(hostKeyName, endpoint, jumpHop);
  const openTarget = prepareHop(target, resolved, deadline, "host-unreachable");
  if (!jumpHop) return new SshHost(target, [new Link(await openTarget())]);

  const jump = new JumpHost(jumpHop, prepareHop(jumpHop, resolved, deadline, "proxy-failed"));
  try {
    await jump.link();
    const client = await openTarget((timeoutMs) => jump.forward(target, timeoutMs));
    return new SshHost(target, [new Link(client), await jump.link()]);
  } catch (error) {
    await jump.close();
    throw error;
  }
}

function secretsOf(env: ResolvedContext["env"], ...endpoints: (SshEndpoint | undefined)[]): string[] {
  const values = endpoints.flatMap((endpoint) => [
    endpoint?.password,
    endpoint?.privateKey,
    endpoint?.privateKeyPassword,
  ]);
  return [...values, env[PASSPHRASE_VARIABLE]].filter((value) => value !== undefined);
}
