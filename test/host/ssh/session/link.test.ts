import { EventEmitter } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect } from "chai";
import type { Client } from "ssh2";
import { Link } from "../../../../provider/host/ssh/session/link.js";
import { hostErrorOf } from "../support/expect-error.js";
import { friendly, useServers } from "../support/use-servers.js";

describe("a connection whose other side falls silent", () => {
  const servers = useServers();

  /** Passes bytes to and fro until it is told to swallow them. */
  async function startRelay(port: number) {
    let silent = false;
    const sockets: Socket[] = [];
    const relay = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect(port, "127.0.0.1");
      sockets.push(near, far);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on("error", () => undefined);
        from.on("data", (chunk: Buffer) => {
          if (!silent) to.write(chunk);
        });
      }
    });
    await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
    const address = relay.address();
    return {
      port: typeof address === "object" && address ? address.port : 0,
      silence: () => {
        silent = true;
      },
      close: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => relay.close(resolve));
      },
    };
  }

  it("is noticed by keepalives, and closes all the same", async () => {
    const server = await servers.start();
    const relay = servers.add(await startRelay(server.port));
    const host = await servers.connect(friendly(relay), { keepaliveIntervalMs: 20 });
    const running = hostErrorOf(host.exec("hang"));
    while (server.seen.commands < 1) await new Promise((resolve) => setImmediate(resolve));
    relay.silence();
    expect((await running).message).to.contain(
      "the connection was lost: no answer to 3 keepalives, sent every 0.02 s; the work",
    );
    await host.close();
  });

  it("is destroyed when it does not end by itself", async () => {
    let destroyed = 0;
    const client = Object.assign(new EventEmitter(), {
      end: () => undefined,
      destroy: () => (destroyed += 1),
    });
    const link = new Link(client as unknown as Client);
    await link.close();
    expect([destroyed, link.lost]).to.deep.equal([1, "it was closed on this side"]);
  });

  it("closes within its time when nothing was noticed yet", async () => {
    const server = await servers.start();
    const relay = servers.add(await startRelay(server.port));
    const host = await servers.connect(friendly(relay));
    relay.silence();
    await host.close();
    expect((await hostErrorOf(host.exec("true"))).code).to.equal("connection-lost");
  });
});
