import type { Connection } from "./connection.js";
import type { Host } from "./host.js";
import { localHost } from "./local-host.js";
import { connectSsh } from "./ssh/connect-ssh.js";
import type { ConnectContext } from "./ssh/context.js";

export type { ConnectContext } from "./ssh/context.js";

/**
 * Reaches a machine by the transport that its connection names: this machine itself, or SSH.
 * @throws HostError as `connectSsh`; a local machine is always reached.
 */
export async function connect(connection: Connection, context: ConnectContext): Promise<Host> {
  return connection.local ? localHost(context.hostKeyName) : connectSsh(connection, context);
}
