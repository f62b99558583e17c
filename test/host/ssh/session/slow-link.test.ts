import { connect, createServer, type Socket } from "node:net";
import { expect } from "chai";
import { friendly, useServers } from "../support/use-servers.js";

const BYTES_A_SECOND = 2048;
const TICK_MS = 25;

describe("a slow link", () => {
  const servers = useServers();

  /** Passes bytes on at once until it is slowed; from then on what goes to the host trickles. */
  async function startRelay(port: number) {
    let slow = false;
    let waiting = Buffer.alloc(0);
    const sockets: Socket[] = [];
    const relay = createServer((near) => {
      const far = connect(port, "127.0.0.1");
      sockets.push(near, far);
      far.on("error", () => undefined);
      near.on("error", () => undefined);
      far.on("data", (chunk: Buffer) => near.write(chunk));
      near.on("data", (chunk: Buffer) => {
        if (slow) waiting = Buffer.concat([waiting, chunk]);
        else far.write(chunk);
      });
    });
    const trickle = setInterval(() => {
      const share = Math.floor((BYTES_A_SECOND * TICK_MS) / 1000);
      if (waiting.length > 0) sockets[1]?.write(waiting.subarray(0, share));
      waiting = waiting.subarray(share);
    }, TICK_MS);
    await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
    const address = relay.address();
    return {
      port: typeof address === "object" && address ? address.port : 0,
      slow: () => {
        slow = true;
      },
      close: async () => {
        clearInterval(trickle);
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => relay.close(resolve));
      },
    };
  }

  it("carries an upload to its end that takes longer than three keepalives", async () => {
    const server = await servers.start();
    const relay = servers.add(await startRelay(server.port));
    const host = await servers.connect(friendly(relay), { keepaliveIntervalMs: 100 });
    relay.slow();
    const upload = "x".repeat(4 * BYTES_A_SECOND);
    const { stdout } = await host.exec("cat", { stdin: Buffer.from(upload) });
    expect(stdout.toString()).to.equal(upload);
  }).timeout(30_000);
});
