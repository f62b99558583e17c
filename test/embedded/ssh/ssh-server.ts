import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Connection, Server } from "ssh2";
import { generateKey, type KeyPair, type KeyType } from "./keys";
import { authenticate, type Logins } from "./logins";
import { runChannel, type Surroundings } from "./run-channel";

export interface SshServerOptions {
  readonly hostKeyTypes: readonly KeyType[];
  readonly logins: Logins;
  /** Commands at a time on one connection, as sshd's `MaxSessions`. */
  readonly maxSessions: number;
  readonly surroundings: () => Surroundings;
}

/** An SSH server on a free port of 127.0.0.1 that answers `exec` and nothing else. */
export class SshServer {
  /** Log-ins that succeeded so far. */
  connections = 0;
  /** Command lines so far, in their order. */
  readonly executed: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly listener = createServer((socket) => this.accept(socket));
  private keys: KeyPair[] = [];
  private server: Server | undefined;
  private boundPort = 0;

  private constructor(private readonly options: SshServerOptions) {
    this.newHostKeys();
  }

  static async start(options: SshServerOptions): Promise<SshServer> {
    const server = new SshServer(options);
    await server.listen();
    return server;
  }

  get port(): number {
    return this.boundPort;
  }

  /** Whether the port is open. */
  get listening(): boolean {
    return this.listener.listening;
  }

  /** Public host keys, one a line, in the order of `hostKeyTypes`. */
  get hostKey(): string {
    return this.keys.map((key) => key.publicKey).join("\n");
  }

  /** Other host keys for connections from now on. */
  newHostKeys(): void {
    this.keys = this.options.hostKeyTypes.map(generateKey);
    this.server = new Server({ hostKeys: this.keys.map((key) => key.privateKey) }, (client) =>
      this.serve(client),
    );
  }

  /** Opens the port, the same one as before. */
  async listen(): Promise<void> {
    if (this.listener.listening) return;
    this.listener.listen(this.boundPort, "127.0.0.1");
    await once(this.listener, "listening");
    this.boundPort = (this.listener.address() as AddressInfo).port;
  }

  /** Closes the port; connections that stand go on. */
  refuse(): void {
    if (this.listener.listening) this.listener.close();
  }

  /** Cuts every connection with a reset. @returns how many there were */
  cut(): number {
    const { size } = this.sockets;
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
    return size;
  }

  async stop(): Promise<void> {
    const closed = this.listener.listening ? once(this.listener, "close") : undefined;
    this.refuse();
    this.cut();
    await closed;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => undefined);
    this.server?.injectSocket(socket);
  }

  private serve(client: Connection): void {
    let sessions = 0;
    client.on("error", () => undefined);
    client.on("authentication", (context) => authenticate(context, this.options.logins));
    client.on("ready", () => {
      this.connections += 1;
      client.on("session", (acceptSession, rejectSession) => {
        if (sessions >= this.options.maxSessions) return void rejectSession();
        sessions += 1;
        const session = acceptSession();
        session.on("close", () => {
          sessions -= 1;
        });
        session.on("exec", (acceptExec, _reject, { command }) => {
          this.executed.push(command);
          runChannel(acceptExec(), command, this.options.surroundings());
        });
      });
    });
  }
}
