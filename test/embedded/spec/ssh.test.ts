import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded-host";
import { generateKey } from "../ssh/keys";
import { addGateway, dial, ssh, until } from "./support";

describe("embedded host: SSH", () => {
  let host: EmbeddedHost;

  afterEach(() => host.stop());

  it("runs commands in a shell with the machine's environment and nothing of this process", async () => {
    host = await startEmbeddedHost();
    const { out } = await ssh(host, "env | sort | cut -d= -f1 | tr '\\n' ' '; pwd; cat /dev/stdin");
    expect(out).to.equal(
      `HERMES_EMBEDDED HERMES_EMBEDDED_SUDO HERMES_FLEET_ROOT HOME LOGNAME PATH PWD SHELL USER ${host.path("/root")}\n`,
    );
  });

  it("gives back exit status, signal, output and error output, and passes input as it is", async () => {
    host = await startEmbeddedHost();
    const connected = await dial(host);
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    expect((await connected.exec("cat", { stdin: bytes })).stdout.equals(bytes)).to.equal(true);
    expect(await ssh(host, "echo a; echo b >&2; exit 7")).to.deep.equal({ code: 7, out: "a\n", err: "b\n" });
    expect((await connected.exec("kill -TERM $$")).signal).to.equal("TERM");
    await connected.close();
    expect(host.executed).to.deep.equal(["cat", "echo a; echo b >&2; exit 7", "kill -TERM $$"]);
  });

  it("counts log-ins, not dials, and lets in only who may", async () => {
    const key = generateKey("ed25519");
    host = await startEmbeddedHost({ password: "a password", authorizedKeys: [key.publicKey] });
    const stranger = generateKey("ecdsa");
    const failure = await dial(host, { privateKey: stranger.privateKey }).catch((error) => error.code);
    expect(failure).to.equal("auth-failed");
    expect(host.connections).to.equal(0);
    await (await dial(host, { privateKey: key.privateKey })).close();
    await (await dial(host, { privateKey: undefined, password: "a password" })).close();
    expect(
      await dial(host, { privateKey: undefined, password: "another" }).catch((error) => error.code),
    ).to.equal("auth-failed");
    expect(await dial(host, { user: "hermes" }).catch((error) => error.code)).to.equal("auth-failed");
    expect(host.connections).to.equal(2);
  });

  it("has the host keys that it was asked for, and others after a rotation", async () => {
    host = await startEmbeddedHost({ hostKeyTypes: ["ed25519", "ecdsa"] });
    const before = host.hostKey;
    expect(before.split("\n").map((line) => line.split(" ")[0])).to.deep.equal([
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
    ]);
    host.rotateHostKey();
    expect(await dial(host, { hostKey: before }).catch((error) => error.code)).to.equal("host-key-changed");
    await (await dial(host)).close();
  });

  it("refuses connections and accepts them again at the same port", async () => {
    host = await startEmbeddedHost();
    const { port } = host;
    await host.refuseConnections(true);
    expect(await dial(host).catch((error) => error.code)).to.equal("host-unreachable");
    await host.refuseConnections(false);
    expect(host.port).to.equal(port);
    expect((await ssh(host, "echo back")).out).to.equal("back\n");
  });

  it("goes on with what was started when the connection is cut", async () => {
    host = await startEmbeddedHost();
    const connected = await dial(host);
    const running = connected.exec(
      'touch "$HERMES_FLEET_ROOT/tmp/began"; sleep 0.3; touch "$HERMES_FLEET_ROOT/tmp/ended"',
    );
    await until("the command runs", () => existsSync(host.path("/tmp/began")));
    expect(host.cutConnections()).to.equal(1);
    expect(await running.catch((error) => error.code)).to.equal("connection-lost");
    await until("the command has ended", () => existsSync(host.path("/tmp/ended")));
  });

  it("opens as many sessions at a time as sshd would", async () => {
    host = await startEmbeddedHost({ maxSessions: 2 });
    const connected = await dial(host);
    const started = Date.now();
    await Promise.all([1, 2, 3, 4].map(() => connected.exec("sleep 0.2")));
    expect(Date.now() - started).to.be.greaterThan(380);
    await connected.close();
  });

  it("lets an account that is not root change things by sudo only", async () => {
    host = await startEmbeddedHost({ user: "ops" });
    addGateway(host, "gw.service");
    expect(await ssh(host, "systemctl start gw.service")).to.include({ code: 4 });
    expect(await ssh(host, "sudo -n systemctl start gw.service")).to.deep.equal({
      code: 0,
      out: "",
      err: "",
    });
    expect((await ssh(host, "echo $USER; sudo -n sh -c 'echo $USER'")).out).to.equal("ops\nroot\n");
  });

  it("denies sudo when told so", async () => {
    host = await startEmbeddedHost({ user: "ops", sudo: "denied" });
    expect(await ssh(host, "sudo -n true")).to.deep.equal({
      code: 1,
      out: "",
      err: "sudo: a password is required\n",
    });
  });

  it("runs a transient service that outlives the channel", async () => {
    host = await startEmbeddedHost();
    const connected = await dial(host);
    const run = "systemd-run --quiet --collect --wait --unit=work.service /bin/sh -c";
    const running = connected.exec(`${run} 'sleep 0.4; touch "$HERMES_FLEET_ROOT/tmp/ended"'`);
    await until("the service runs", () => host.unit("work.service").activeState === "active");
    host.cutConnections();
    await running.catch(() => undefined);
    await delay(50);
    expect(host.unit("work.service").activeState).to.equal("active");
    await until("the service has ended", () => host.unit("work.service").activeState === "inactive");
    expect(existsSync(host.path("/tmp/ended"))).to.equal(true);
  });
});
