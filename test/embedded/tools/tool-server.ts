import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Tool, ToolAnswer } from "./tool";

/** Answers the shims of one host. The secret keeps other accounts of this machine out. */
export class ToolServer {
  private readonly secret = randomBytes(12).toString("hex");
  private readonly server = createServer((socket) => this.serve(socket));
  private readonly sockets = new Set<Socket>();
  private port = 0;

  private constructor(private readonly tools: Readonly<Record<string, Tool>>) {}

  static async start(tools: Readonly<Record<string, Tool>>): Promise<ToolServer> {
    const server = new ToolServer(tools);
    server.server.listen(0, "127.0.0.1");
    await once(server.server, "listening");
    server.port = (server.server.address() as AddressInfo).port;
    return server;
  }

  /** Value of `HERMES_EMBEDDED` for the shims: port and secret. */
  get address(): string {
    return `${this.port}:${this.secret}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    let text = "";
    let served = false;
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      text += chunk;
      // secret, tool, account, directory, number of words, the words; each ends in NUL
      const [secret = "", name = "", user = "", cwd = "", count = "", ...words] = text.split("\0");
      if (served || words.length <= Number(count) || words.length === 0) return;
      served = true;
      if (secret !== this.secret) return void socket.destroy();
      void this.answer(name, { args: words.slice(0, Number(count)), user, cwd }).then((answer) =>
        reply(socket, answer),
      );
    });
  }

  private async answer(name: string, call: Parameters<Tool>[0]): Promise<ToolAnswer> {
    const tool = this.tools[name];
    if (!tool) return { code: 127, err: `${name}: not found on the embedded host\n` };
    try {
      return await tool(call);
    } catch (error) {
      return { code: 70, err: `${name}: the embedded host failed: ${(error as Error).stack}\n` };
    }
  }
}

function reply(socket: Socket, { code, out = "", err = "" }: ToolAnswer): void {
  if (socket.destroyed) return;
  socket.end(`${code} ${Buffer.byteLength(out)} ${Buffer.byteLength(err)}\n${out}${err}`);
}
