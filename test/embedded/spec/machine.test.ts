import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded-host";
import { markedProcesses } from "../machine/marked-processes";
import { addGateway, ssh } from "./support";

describe("embedded host: the machine", () => {
  let host: EmbeddedHost;

  afterEach(() => host?.stop());

  it("has a tree of its own, accounts with homes, and an identity", async () => {
    host = await startEmbeddedHost({ accounts: ["hermes", "other"] });
    expect(host.path(host.path("/etc/machine-id"))).to.equal(host.path("/etc/machine-id"));
    expect(host.machineId).to.match(/^[0-9a-f]{32}$/);
    expect((await ssh(host, "getent passwd other; getent passwd nobody || echo $?")).out).to.equal(
      "other:x:1001:1001::/home/other:/bin/sh\n2\n",
    );
    expect(readdirSync(host.path("/home"))).to.deep.equal(["hermes", "other"]);
  });

  it("runs a command as an account with its input, home and name", async () => {
    host = await startEmbeddedHost();
    const { out } = await ssh(host, "echo data | runuser -u hermes -- /bin/sh -c 'cat; echo $USER $HOME'");
    expect(out).to.equal(`data\nhermes ${host.path("/home/hermes")}\n`);
  });

  it("comes back from a boot with what is enabled running, /run empty and everything else as it was", async () => {
    host = await startEmbeddedHost();
    addGateway(host, "gw-a.service");
    addGateway(host, "gw-b.service");
    host.write("/run/left-over", "x");
    await ssh(host, "systemctl enable --quiet gw-a; systemctl start gw-b; sleep 60 >/dev/null 2>&1 &");
    await host.boot();
    expect(host.running()).to.deep.equal(["gw-a.service"]);
    expect(existsSync(host.path("/run/left-over"))).to.equal(false);
    expect(existsSync(host.path("/run/systemd/system"))).to.equal(true);
    expect(markedProcesses(`HERMES_FLEET_ROOT=${host.path("/").slice(0, -1)}`)).to.deep.equal([]);
    expect((await ssh(host, "systemctl is-active gw-a gw-b")).out).to.equal("active\ninactive\n");
  });

  it("is an empty machine with another identity after a reset, at the same address and host key", async () => {
    host = await startEmbeddedHost();
    const { machineId, hostKey, port } = host;
    addGateway(host, "gw.service");
    await ssh(host, "systemctl enable --quiet --now gw");
    await host.reset();
    expect(host.machineId)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(machineId);
    expect({ hostKey: host.hostKey, port: host.port }).to.deep.equal({ hostKey, port });
    expect(host.units()).to.deep.equal([]);
    expect(host.journal("gw.service")).to.deep.equal([]);
    expect((await ssh(host, "systemctl is-system-running")).out).to.equal("running\n");
  });

  it("has no systemd when told so", async () => {
    host = await startEmbeddedHost({ systemd: false });
    expect(await ssh(host, "systemctl --version")).to.deep.equal({
      code: 127,
      out: "",
      err: "systemctl: not found\n",
    });
    expect(existsSync(host.path("/run/systemd/system"))).to.equal(false);
  });

  it("says the version that it was given", async () => {
    host = await startEmbeddedHost({ systemdVersion: "237 (237-3ubuntu10)" });
    expect((await ssh(host, "systemctl --version")).out).to.equal("systemd 237 (237-3ubuntu10)\n");
  });

  it("makes links that lead to the file in the tree", async () => {
    host = await startEmbeddedHost();
    addGateway(host, "gw.service");
    await ssh(host, "systemctl enable --quiet gw");
    const link = host.path("/etc/systemd/system/multi-user.target.wants/gw.service");
    expect(readlinkSync(link)).to.equal(host.path("/etc/systemd/system/gw.service"));
  });

  it("records changing commands and reloads, and nothing that only looks", async () => {
    host = await startEmbeddedHost();
    addGateway(host, "gw.service");
    await ssh(
      host,
      "systemctl show gw; systemctl start -- gw.service; systemctl is-active gw; systemctl enable --no-reload --quiet gw.service; systemctl daemon-reload",
    );
    expect(host.commands).to.deep.equal(["start gw.service", "enable gw.service", "daemon-reload"]);
    expect(host.reloads).to.equal(1);
  });

  it("leaves nothing behind", async () => {
    host = await startEmbeddedHost();
    const directory = dirname(host.path("/").slice(0, -1));
    const mark = `HERMES_FLEET_ROOT=${host.path("/").slice(0, -1)}`;
    await ssh(host, "nohup setsid sleep 60 >/dev/null 2>&1 & systemd-run --quiet sleep 60");
    expect(markedProcesses(mark).length).to.be.greaterThan(1);
    await host.stop();
    await host.stop();
    expect(markedProcesses(mark)).to.deep.equal([]);
    expect(existsSync(directory)).to.equal(false);
  });
});
