import { type AddressInfo, createServer, type Socket } from "node:net";
import type { AuthContext, Connection as ServerConnection } from "ssh2";
import type { Connection } from "../../../provider/host/connection.js";
import { startServer, type TestServerOptions } from "../ssh/support/test-server";
import { friendly } from "../ssh/support/use-servers";
import { flood } from "./floods";

/** What is listening, and how it is reached. */
export interface Machine {
  readonly connection: Connection;
  readonly close: () => Promise<void>;
}

/** A machine that misbehaves before a command runs, and the code of the error that this is. */
export interface HostileMachine {
  readonly code: string;
  readonly start: () => Promise<Machine>;
}

const ssh = (code: string, options: TestServerOptions, more: Partial<Connection> = {}): HostileMachine => ({
  code,
  start: async () => {
    const server = await startServer(options);
    return { connection: friendly(server, more), close: server.close };
  },
});

/** Whatever takes the TCP connection. */
const tcp = (speak: (socket: Socket) => void): HostileMachine => ({
  code: "host-unreachable",
  start: async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      speak(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    };
    return { connection: friendly(server.address() as AddressInfo), close };
  },
});

const PASSWORD = { password: "let me in" };

/** Everything that a machine may do before it runs a command, by name. */
export const MACHINES: Readonly<Record<string, HostileMachine>> = {
  "a connection that is taken and never answered": tcp(() => undefined),
  "a connection that is closed at once": tcp((socket) => socket.destroy()),
  "lines without end before the version": tcp((socket) =>
    flood(socket, Buffer.from("welcome\r\n".repeat(500))),
  ),
  "one line without end before the version": tcp((socket) => flood(socket, Buffer.alloc(65_536, "x"))),
  "a key exchange that never begins": tcp((socket) => socket.write("SSH-2.0-x\r\n")),
  "no packets behind the version": tcp((socket) => {
    socket.write("SSH-2.0-x\r\n");
    flood(socket, Buffer.alloc(65_536, 0xff));
  }),
  "escapes in the version": tcp((socket) => socket.end("\x1b[2J\rerror: forged\r\nSSH-1.0-\x1b[2J\r\n")),
  "a log-in that is never answered": ssh("host-unreachable", { login: () => undefined }),
  "a log-in that asks for ever": ssh(
    "host-unreachable",
    {
      login: (context) => {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        const ask = () => context.prompt([{ prompt: "again: ", echo: false }], () => setImmediate(ask));
        ask();
      },
    },
    PASSWORD,
  ),
  "a log-in that is half done for ever": ssh(
    "auth-failed",
    { login: (context: AuthContext) => context.reject(["publickey", "password"], true) },
    PASSWORD,
  ),
  "banners without end": ssh("host-unreachable", {
    login: (_, client) => {
      banners(client);
    },
  }),
  "a farewell with escapes": ssh("host-unreachable", {
    login: (_, client) => {
      const { _protocol } = client as unknown as { _protocol: { disconnect: (reason: number) => void } };
      _protocol.disconnect(11);
    },
  }),
  "a channel that is refused": ssh("exec-refused", { maxSessions: 0 }),
  "a channel that is never opened": ssh("host-silent", { unanswered: "open" }),
  "a command that is refused": ssh("exec-refused", { refuseExec: true }),
  "a command that is never begun": ssh("host-silent", { unanswered: "exec" }),
  "a connection that is cut with the command": ssh("connection-lost", {
    command: (_command, _channel, client) => void client.end(),
  }),
  "keepalives that are never answered": ssh("connection-lost", {
    command: (_command, channel, client) => {
      channel.write("hermes-fleet 1\n");
      // Silent once the upload has arrived, and was known to: one that is under way is given its time.
      setTimeout(() => (client as unknown as { _sock: Socket })._sock.pause(), 1000);
    },
  }),
};

/** SSH_MSG_USERAUTH_BANNER, over and over: what the server side of ssh2 sends once. */
function banners(client: ServerConnection): void {
  const { _protocol: protocol, _sock: socket } = client as unknown as {
    _protocol: {
      _packetRW: {
        write: { allocStart: number; alloc: (size: number) => Buffer; finalize: (packet: Buffer) => Buffer };
      };
      _cipher: { encrypt: (packet: Buffer) => void };
    };
    _sock: Socket;
  };
  const text = Buffer.from("\x1b[2J welcome ".repeat(1000));
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer);
    if (socket.writableNeedDrain) return undefined;
    const { write } = protocol._packetRW;
    const packet = write.alloc(1 + 4 + text.length + 4);
    const at = write.allocStart;
    packet[at] = 53;
    packet.writeUInt32BE(text.length, at + 1);
    text.copy(packet, at + 5);
    packet.writeUInt32BE(0, at + 5 + text.length);
    protocol._cipher.encrypt(write.finalize(packet));
    return undefined;
  }, 1);
}
