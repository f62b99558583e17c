import { connect } from "../../../../provider/host/connect.js";
import type { Connection } from "../../../../provider/host/connection.js";
import type { Host } from "../../../../provider/host/host.js";
import type { ConnectContext } from "../../../../provider/host/ssh/context.js";
import { KEYS } from "./keys.js";
import { startServer, type TestServer, type TestServerOptions } from "./test-server.js";

/** An environment without keys, agent or known hosts of the person who runs the tests. */
export const EMPTY_ENV = { HOME: "/nonexistent" };

/** Call inside `describe`: servers and connections that end with the test that made them. */
export function useServers() {
  const open: { close: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  return {
    /** Closes something else with the test, too. */
    add: <T extends { close: () => Promise<void> }>(one: T): T => {
      open.push(one);
      return one;
    },
    start: async (options?: TestServerOptions): Promise<TestServer> => {
      const server = await startServer(options);
      open.push(server);
      return server;
    },
    connect: async (connection: Connection, context: Partial<ConnectContext> = {}): Promise<Host> => {
      const host = await connect(connection, {
        hostKeyName: "vm1",
        env: EMPTY_ENV,
        deadlineMs: 5_000,
        ...context,
      });
      open.push(host);
      return host;
    },
  };
}

/** A connection that a friendly server accepts. */
export function friendly(server: { port: number }, more: Partial<Connection> = {}): Connection {
  return {
    host: "127.0.0.1",
    port: server.port,
    hostKey: KEYS.hostEd25519.public,
    privateKey: KEYS.user.private,
    ...more,
  };
}
