import { createHmac } from "node:crypto";
import { createServer } from "node:net";
import { expect } from "chai";
import { formatFingerprint } from "../../../provider/host/ssh/keys/public-key.js";
import { hostErrorOf } from "./support/expect-error.js";
import { KEYS } from "./support/keys.js";
import { useScratch } from "./support/scratch.js";
import { friendly, useServers } from "./support/use-servers.js";

const { hostEd25519, hostEcdsa, hostRsa, otherHost, user } = KEYS;

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

describe("connecting by SSH", () => {
  const servers = useServers();
  const scratch = useScratch();

  for (const [type, key] of [
    ["ed25519", hostEd25519],
    ["ecdsa", hostEcdsa],
    ["rsa", hostRsa],
  ] as const) {
    it(`verifies a host with three keys of which known_hosts has the ${type} one`, async () => {
      const server = await servers.start({ hostKeys: [hostRsa, hostEcdsa, hostEd25519] });
      const knownHostsFile = scratch().write("known_hosts", `[127.0.0.1]:${server.port} ${key.public}\n`);
      const host = await servers.connect({
        host: "127.0.0.1",
        port: server.port,
        knownHostsFile,
        privateKey: user.private,
      });
      expect((await host.exec("echo hello")).stdout.toString()).to.equal("hello\n");
    });
  }

  it("finds a hashed name in ~/.ssh/known_hosts of the environment's home", async () => {
    const server = await servers.start();
    const salt = Buffer.alloc(20, 7);
    const hash = createHmac("sha1", salt).update(`[127.0.0.1]:${server.port}`).digest("base64");
    const { hostKey: _pinned, ...connection } = friendly(server);
    const knownHostsFile = "~/hosts";
    scratch().write("hosts", `|1|${salt.toString("base64")}|${hash} ${hostEd25519.public}`);
    await servers.connect({ ...connection, knownHostsFile }, { env: { HOME: scratch().path } });
  });

  it("refuses a changed and an unknown key before any log-in, at the first dial", async () => {
    const server = await servers.start();
    const changed = await hostErrorOf(servers.connect(friendly(server, { hostKey: otherHost.public })));
    expect(changed.code).to.equal("host-key-changed");
    expect(changed.message).to.contain(
      `presents ${formatFingerprint(hostEd25519.blob)}, but the pinned hostKey is ${formatFingerprint(otherHost.blob)};`,
    );
    const { hostKey: _pinned, ...unpinned } = friendly(server);
    const unknown = await hostErrorOf(servers.connect(unpinned));
    expect(unknown.code).to.equal("host-key-unknown");
    expect([server.seen.connections, server.seen.auth]).to.deep.equal([2, []]);
  });

  it("waits for a host that begins to listen later", async () => {
    const port = await freePort();
    const connecting = servers.connect(friendly({ port }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await servers.start({ port });
    expect((await (await connecting).exec("echo up")).stdout.toString()).to.equal("up\n");
  });

  it("waits for a host that closes connections before the handshake", async () => {
    const closing = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => closing.listen(0, "127.0.0.1", resolve));
    const address = closing.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const sleep = async () => {
      if (!closing.listening) return;
      await new Promise((resolve) => closing.close(resolve));
      await servers.start({ port });
    };
    await servers.connect(friendly({ port }), { sleep });
  });

  it("gives up at the deadline", async () => {
    const port = await freePort();
    const error = await hostErrorOf(servers.connect(friendly({ port }), { deadlineMs: 100 }));
    expect(error.message).to.match(
      new RegExp(
        `^vm1 \\(root@127\\.0\\.0\\.1:${port}\\): no SSH connection to 127\\.0\\.0\\.1:${port} after 1 dial in \\S+ s; ` +
          "last: connection refused \\(ECONNREFUSED\\) while connecting \\[host-unreachable\\]\n  remedy: ",
      ),
    );
  });

  it("limits one dial to perDialTimeout and says where it stood still", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const connection = friendly({ port }, { perDialTimeout: 0.05, dialErrorLimit: 2 });
    const error = await hostErrorOf(servers.connect(connection, { sleep: async () => undefined }));
    expect(error.message).to.match(
      /after 2 dials \(dialErrorLimit\) in \S+ s; last: no answer within 0\.05 s while in the SSH handshake \[host-unreachable\]/,
    );
    await new Promise((resolve) => silent.close(resolve));
  });

  it("stops when the signal is aborted", async () => {
    const port = await freePort();
    const controller = new AbortController();
    const reason = new Error("cancelled");
    const connecting = servers.connect(friendly({ port }), { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    expect(await connecting.catch((error: unknown) => error)).to.equal(reason);
  });

  it("does not begin when the signal is aborted already", async () => {
    const server = await servers.start();
    const reason = new Error("cancelled");
    const connecting = servers.connect(friendly(server), { signal: AbortSignal.abort(reason) });
    expect(await connecting.catch((error: unknown) => error)).to.equal(reason);
    expect(server.seen.connections).to.equal(0);
  });

  it("does not repeat a handshake without a common algorithm", async () => {
    const server = await servers.start({ algorithms: { kex: ["diffie-hellman-group1-sha1"] } });
    const error = await hostErrorOf(servers.connect(friendly(server)));
    expect(error.message).to.equal(
      `vm1 (root@127.0.0.1:${server.port}): the SSH handshake failed: no matching key exchange algorithm ` +
        "[host-unreachable]\n  remedy: check that sshd answers at this port and supports current algorithms " +
        "(curve25519, aes-gcm or chacha20, rsa-sha2 or ed25519)",
    );
    expect(server.seen.connections).to.equal(1);
  });

  it("takes user and key from the environment", async () => {
    const server = await servers.start({ authorized: [KEYS.stranger] });
    const file = scratch().write("id", KEYS.stranger.private);
    const env = { HOME: "/nonexistent", HERMES_FLEET_SSH_USER: "deploy", HERMES_FLEET_SSH_KEY_FILE: file };
    const host = await servers.connect(friendly(server), { env });
    expect([host.user, host.label]).to.deep.equal(["deploy", `vm1 (deploy@127.0.0.1:${server.port})`]);
  });
});
