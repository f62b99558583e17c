import { expect } from "chai";
import { hostErrorOf } from "../support/expect-error.js";
import { KEYS } from "../support/keys.js";
import { EMPTY_ENV, friendly, useServers } from "../support/use-servers.js";

describe("jump host", () => {
  const servers = useServers();

  it("carries one connection through one connection", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    const host = await servers.connect(friendly(target, { proxy: friendly(jump, { user: "ops" }) }));
    const data = Buffer.alloc(1_000_000, "0123456789");
    const [echo, cat] = await Promise.all([host.exec("echo far"), host.exec("cat", { stdin: data })]);
    expect(echo.stdout.toString()).to.equal("far\n");
    expect(cat.stdout.equals(data)).to.equal(true);
    expect([jump.seen.connections, target.seen.connections]).to.deep.equal([1, 1]);
    expect(host.label).to.equal(`vm1 (root@127.0.0.1:${target.port})`);
  });

  it("verifies the key of each hop and says which one it was", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    const hostKey = KEYS.otherHost.public;
    const first = await hostErrorOf(
      servers.connect(friendly(target, { proxy: friendly(jump, { hostKey }) })),
    );
    expect([first.code, first.host]).to.deep.equal([
      "host-key-changed",
      `jump host of vm1 (root@127.0.0.1:${jump.port})`,
    ]);
    expect([jump.seen.auth, target.seen.connections]).to.deep.equal([[], 0]);
    const second = await hostErrorOf(servers.connect(friendly(target, { hostKey, proxy: friendly(jump) })));
    expect([second.code, second.host]).to.deep.equal([
      "host-key-changed",
      `vm1 (root@127.0.0.1:${target.port})`,
    ]);
    expect(target.seen.auth).to.deep.equal([]);
  });

  it("names the hop that lets nobody in", async () => {
    const [jump, target] = [await servers.start(), await servers.start({ authorized: [] })];
    const proxy = friendly(jump, { privateKey: KEYS.stranger.private });
    const first = await hostErrorOf(servers.connect(friendly(target, { proxy })));
    expect([first.code, first.host]).to.deep.equal([
      "auth-failed",
      `jump host of vm1 (root@127.0.0.1:${jump.port})`,
    ]);
    const second = await hostErrorOf(servers.connect(friendly(target, { proxy: friendly(jump) })));
    expect([second.code, second.host]).to.deep.equal(["auth-failed", `vm1 (root@127.0.0.1:${target.port})`]);
  });

  it("reports a jump host that cannot be reached", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    await jump.close();
    const proxy = friendly(jump, { dialErrorLimit: 1 });
    const error = await hostErrorOf(servers.connect(friendly(target, { proxy })));
    expect(error.message).to.match(
      new RegExp(
        `^jump host of vm1 \\(root@127\\.0\\.0\\.1:${jump.port}\\): no SSH connection to 127\\.0\\.0\\.1:${jump.port} ` +
          "after 1 dial \\(dialErrorLimit\\) in \\S+ s; last: connection refused \\(ECONNREFUSED\\) while connecting \\[proxy-failed\\]",
      ),
    );
  });

  it("waits for a target that the jump host does not reach yet, on the same jump connection", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    await target.close();
    const sleep = async () => void (await servers.start({ port: target.port }));
    const host = await servers.connect(friendly(target, { proxy: friendly(jump) }), { sleep });
    expect((await host.exec("echo up")).stdout.toString()).to.equal("up\n");
    expect(jump.seen.connections).to.equal(1);
  });

  it("dials a jump host again that was lost while the target booted", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    await target.close();
    let dialled = false;
    const sleep = async () => {
      if (dialled) return;
      dialled = true;
      jump.cut();
      await servers.start({ port: target.port });
    };
    await servers.connect(friendly(target, { proxy: friendly(jump) }), { sleep });
    expect(jump.seen.connections).to.equal(2);
  });

  it("reports a jump host that does not forward, without waiting", async () => {
    const [jump, target] = [await servers.start({ forwarding: false }), await servers.start()];
    const error = await hostErrorOf(servers.connect(friendly(target, { proxy: friendly(jump) })));
    expect(error.message).to.equal(
      `jump host of vm1 (root@127.0.0.1:${jump.port}): the jump host does not forward to 127.0.0.1 port ${target.port}: ` +
        "administratively prohibited [proxy-failed]\n  remedy: set AllowTcpForwarding yes (and PermitOpen, if used) in /etc/ssh/sshd_config on the jump host",
    );
    expect(jump.seen.connections).to.equal(1);
  });

  it("gives a silent jump host no longer than one dial may take", async () => {
    const [jump, target] = [await servers.start({ forwarding: "silent" }), await servers.start()];
    const connection = friendly(target, { proxy: friendly(jump), perDialTimeout: 0.05, dialErrorLimit: 1 });
    expect((await hostErrorOf(servers.connect(connection))).message).to.contain(
      "last: the jump host 127.0.0.1 got no answer within 0.05 s [host-unreachable]",
    );
  });

  it("is taken from the environment, and left out with none", async () => {
    const [jump, target] = [await servers.start(), await servers.start()];
    const connection = friendly(target, { proxy: friendly(jump) });
    await servers.connect(connection, { env: { ...EMPTY_ENV, HERMES_FLEET_SSH_PROXY: "none" } });
    expect([jump.seen.connections, target.seen.connections]).to.deep.equal([0, 1]);
  });
});
