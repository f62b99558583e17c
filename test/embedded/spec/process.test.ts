import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { connect } from "../../../provider/host/connect";
import { markedProcesses } from "../machine/marked-processes";
import { until } from "./support";

/** What `main.js --json` prints about one host. */
interface Details {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly hostKey: string;
  readonly clientPrivateKey: string;
  readonly root: string;
}

describe("embedded host: in a process of its own", () => {
  let child: ChildProcess;
  let lines: AsyncIterator<string>;

  afterEach(() => child.kill("SIGKILL"));

  it("prints what a connection needs, answers requests and ends with its input", async () => {
    const [host] = await start("--name", "vm1", "--name", "vm2");
    expect(host.name).to.equal("vm1");
    const unit =
      "[Service]\nType=exec\nExecStart=/usr/local/bin/hermes\n[Install]\nWantedBy=multi-user.target\n";
    const path = "/etc/systemd/system/gw.service";
    expect(await ask({ id: 1, do: "write", path, text: unit })).to.deep.equal({ id: 1, result: null });
    expect(await ask({ id: 2, host: "vm1", do: "read", path })).to.deep.equal({ id: 2, result: unit });
    await ask({ id: 3, do: "behave", unit: "gw.service", behaviour: { prints: ["hello"] } });
    await run(host, "systemctl enable --quiet --now gw");
    expect(await ask({ id: 4, do: "journal", unit: "gw.service" })).to.deep.equal({
      id: 4,
      result: ["Starting gw.service...", "hello", "Started gw.service."],
    });
    await ask({ id: 5, do: "boot" });
    const status = (await ask({ id: 6, do: "status" })) as {
      result: { running: string[]; commands: string[] };
    };
    expect(status.result.running).to.deep.equal(["gw.service"]);
    expect(status.result.commands).to.deep.equal(["enable gw"]);
    expect(await ask({ id: 7, host: "vm3", do: "boot" })).to.deep.equal({
      id: 7,
      error: "there is no host vm3",
    });
    expect(((await ask({ id: 8, do: "dance" })) as { error: string }).error).to.match(
      /^unknown: dance; there are status,/,
    );
    child.stdin?.end();
    const [code] = await once(child, "exit");
    expect(code).to.equal(0);
    expect(existsSync(dirname(host.root))).to.equal(false);
  });

  it("ends with SIGTERM", async () => {
    const [host] = await start();
    child.kill("SIGTERM");
    expect(await once(child, "exit")).to.deep.equal([0, null]);
    expect(existsSync(dirname(host.root))).to.equal(false);
  });

  it("leaves neither processes nor files when it is killed", async () => {
    const [host] = await start();
    const mark = `HERMES_FLEET_ROOT=${host.root}`;
    await run(host, "nohup setsid sleep 60 >/dev/null 2>&1 & systemd-run --quiet sleep 60");
    expect(markedProcesses(mark).length).to.be.greaterThan(1);
    child.kill("SIGKILL");
    await until("its processes have ended", () => markedProcesses(mark).length === 0);
    await until("its directory is gone", () => !existsSync(dirname(host.root)));
  });

  it("explains itself when called in another way", async () => {
    child = spawn(process.execPath, [join(__dirname, "..", "main.js")], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    expect(await once(child, "exit")).to.deep.equal([2, null]);
  });

  async function start(...args: string[]): Promise<[Details]> {
    child = spawn(process.execPath, [join(__dirname, "..", "main.js"), "--json", ...args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("the child has no standard output");
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { hosts } = JSON.parse((await lines.next()).value as string) as { hosts: [Details] };
    return hosts;
  }

  async function ask(request: Record<string, unknown>): Promise<unknown> {
    child.stdin?.write(`${JSON.stringify(request)}\n`);
    return JSON.parse((await lines.next()).value as string);
  }

  async function run(
    { name, address, clientPrivateKey, ...endpoint }: Details,
    command: string,
  ): Promise<void> {
    const { port, user, hostKey } = endpoint;
    const connection = { host: address, port, user, hostKey, privateKey: clientPrivateKey };
    const connected = await connect(connection, { hostKeyName: name });
    await connected.exec(command);
    await connected.close();
  }
});
