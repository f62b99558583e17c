import { type AddressInfo, connect, createServer, type Socket, type Server as TcpServer } from "node:net";
import {
  type Algorithms,
  type AuthContext,
  type AuthenticationType,
  type Connection,
  type PublicKeyAuthContext,
  Server,
  type ServerChannel,
  utils,
} from "ssh2";
import { KEYS, type TestKey } from "./keys.js";

/** How a test server behaves; each thing left out has the answer of a friendly host. */
export interface TestServerOptions {
  readonly hostKeys?: readonly TestKey[];
  /** 0 chooses a free one. */
  readonly port?: number;
  /** Who is let in; by default whoever holds `KEYS.user`. */
  readonly password?: string;
  readonly methods?: readonly AuthenticationType[];
  readonly authorized?: readonly TestKey[];
  /** Sessions at a time. */
  readonly maxSessions?: number;
  /** Answers one command. */
  readonly command?: (command: string, channel: ServerChannel, client: Connection) => void;
  /** False refuses, "silent" never answers. */
  readonly forwarding?: boolean | "silent";
  /** Decides over a log-in in place of `password`, `methods` and `authorized`. */
  readonly login?: (context: AuthContext, client: Connection) => void;
  readonly refuseExec?: boolean;
  /** What is never answered. */
  readonly unanswered?: "open" | "exec";
  readonly algorithms?: Algorithms;
  readonly banner?: string;
}

/** A running server, with what it has seen. */
export interface TestServer {
  readonly port: number;
  readonly seen: {
    connections: number;
    auth: string[];
    commands: number;
    openSessions: number;
    mostSessions: number;
  };
  /** Cuts every connection without a word. */
  readonly cut: () => void;
  /** Cuts every connection with a TCP reset. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/** Starts an SSH server on 127.0.0.1. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const seen = { connections: 0, auth: [] as string[], commands: 0, openSessions: 0, mostSessions: 0 };
  const hostKeys = (options.hostKeys ?? [KEYS.hostEd25519]).map((key) => key.private);
  const ssh = new Server(
    {
      hostKeys,
      ...(options.banner && { banner: options.banner }),
      ...(options.algorithms && { algorithms: options.algorithms }),
    },
    (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => {
        seen.auth.push(context.method);
        if (options.login) options.login(context, client);
        else authenticate(context, options);
      });
      client.on("session", (accept, reject) => {
        if (options.unanswered === "open") return;
        if (seen.openSessions >= (options.maxSessions ?? 10)) return reject();
        seen.openSessions += 1;
        seen.mostSessions = Math.max(seen.mostSessions, seen.openSessions);
        const session = accept();
        session.on("close", () => {
          seen.openSessions -= 1;
        });
        session.on("exec", (acceptExec, rejectExec, info) => {
          if (options.unanswered === "exec") return;
          if (options.refuseExec) return void rejectExec();
          seen.commands += 1;
          (options.command ?? runCommand)(info.command, acceptExec(), client);
        });
      });
      // Without a listener ssh2 answers as sshd does with AllowTcpForwarding no.
      if (options.forwarding === false) return;
      client.on("tcpip", (accept, reject, info) => {
        if (options.forwarding !== "silent") forward(client, accept, reject, info.destIP, info.destPort);
      });
    },
  );
  const sockets = new Set<Socket>();
  const tcp: TcpServer = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.setNoDelay(true);
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => tcp.listen(options.port ?? 0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (tcp.address() as AddressInfo).port,
    seen,
    cut,
    reset: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      cut();
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}

function authenticate(context: AuthContext, options: TestServerOptions): void {
  const methods = [...(options.methods ?? ["publickey"])];
  const decide = (letIn: boolean) => (letIn ? context.accept() : context.reject(methods));
  if (!methods.includes(context.method)) decide(false);
  else if (context.method === "publickey") decide(verifies(context, options.authorized ?? [KEYS.user]));
  else if (context.method === "password") decide(context.password === options.password);
  else if (context.method === "keyboard-interactive") {
    const prompts = [
      { prompt: "Colour: ", echo: true },
      { prompt: "Password: ", echo: false },
    ];
    context.prompt(prompts, ([colour, password]) => decide(colour === "" && password === options.password));
  }
}

function verifies(context: PublicKeyAuthContext, authorized: readonly TestKey[]): boolean {
  const known = authorized.find((key) => key.blob.equals(context.key.data));
  if (!known || !context.signature) return known !== undefined;
  const parsed = utils.parseKey(known.public);
  const { blob = Buffer.alloc(0), signature, hashAlgo } = context;
  return !(parsed instanceof Error) && parsed.verify(blob, signature, hashAlgo);
}

/** Words: `echo`, `cat`, `exit N`, `signal NAME`, `hang`. */
function runCommand(command: string, channel: ServerChannel): void {
  const [word, value = ""] = command.split(" ");
  if (word === "hang") return;
  if (word === "cat") {
    channel.pipe(channel, { end: false });
    channel.on("end", () => finish(channel, 0));
    return;
  }
  if (word === "echo") channel.write(`${value}\n`);
  if (word === "signal") {
    channel.exit(value);
    channel.end();
    return;
  }
  channel.stderr.write("note\n");
  finish(channel, word === "exit" ? Number(value) : 0);
}

function finish(channel: ServerChannel, code: number): void {
  channel.exit(code);
  channel.end();
}

function forward(
  client: Connection,
  accept: () => ServerChannel,
  reject: () => void,
  host: string,
  port: number,
): void {
  const socket = connect(port, host);
  socket.once("error", reject);
  socket.once("connect", () => {
    socket.off("error", reject).on("error", () => undefined);
    const channel = accept();
    channel.on("error", () => undefined);
    channel.pipe(socket).pipe(channel);
    client.on("close", () => socket.destroy());
  });
}
