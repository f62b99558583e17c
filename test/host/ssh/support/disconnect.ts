import type { Connection } from "ssh2";

/** Sends a disconnect message (RFC 4253, 11.1), which ssh2's server offers no way to. */
export function disconnect(client: Connection, reason: number): void {
  (client as unknown as { _protocol: { disconnect: (reason: number) => void } })._protocol.disconnect(reason);
}
