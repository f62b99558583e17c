import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded-host";
import { addGateway, ssh, until } from "./support";

describe("embedded host: simulated gateways", () => {
  let host: EmbeddedHost;

  beforeEach(async () => {
    host = await startEmbeddedHost();
  });

  afterEach(() => host.stop());

  it("have process ids that no real process can have, and a new id for each run", async () => {
    addGateway(host, "gw.service");
    await ssh(host, "systemctl start gw");
    const first = host.unit("gw.service");
    await ssh(host, "systemctl restart gw");
    const second = host.unit("gw.service");
    expect(first.mainPid).to.be.greaterThan(4_194_304);
    expect(second.mainPid).to.be.greaterThan(first.mainPid);
    expect(second.invocationId)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(first.invocationId);
  });

  it("end when they are told to, as often as they are told to", async () => {
    addGateway(host, "gw.service", "Restart=on-failure", "RestartSec=0.05");
    host.behave("gw.service", { exitCode: 3, afterMs: 20, times: 2, prints: ["starting up"] });
    await ssh(host, "systemctl start gw");
    await until("it has been restarted twice", () => host.unit("gw.service").nRestarts === 2);
    await delay(150);
    expect(host.unit("gw.service")).to.include({ activeState: "active", nRestarts: 2, result: "success" });
    expect(host.journal("gw.service").filter((line) => line === "starting up").length).to.equal(3);
  });

  it("do what a line in their program says, unless told otherwise", async () => {
    host.write("/usr/local/bin/broken", '#!/bin/sh\n# embedded: {"exitCode":78}\n', 0o755);
    addGateway(host, "gw.service", "ExecStart=/usr/local/bin/broken");
    await ssh(host, "systemctl start gw");
    await until("it has failed", () => host.unit("gw.service").activeState === "failed");
    host.behave("gw.service", {});
    await ssh(host, "systemctl start gw");
    await delay(50);
    expect(host.unit("gw.service").activeState).to.equal("active");
  });

  it("fail with 78 when another one has their port, from the unit or from the profile's .env", async () => {
    const home = host.path("/home/hermes/.hermes");
    host.write(`${home}/.env`, 'API_SERVER_PORT="8642"\n');
    addGateway(host, "gw-a.service", "Environment=API_SERVER_PORT=8642");
    addGateway(host, "gw-b.service", `Environment=HERMES_HOME=${home} API_SERVER_PORT=1`);
    await ssh(host, "systemctl start gw-a; systemctl start gw-b");
    await until("the second has failed", () => host.unit("gw-b.service").activeState === "failed");
    expect(host.running()).to.deep.equal(["gw-a.service"]);
    expect(host.journal("gw-b.service")).to.deep.equal([
      "Starting gw-b.service...",
      "port 8642 on 127.0.0.1 is already in use",
      "Started gw-b.service.",
      "gw-b.service: Main process exited, code=exited, status=78/CONFIG",
      "gw-b.service: Failed with result 'exit-code'.",
    ]);
    await ssh(host, "systemctl stop gw-a; systemctl start gw-b");
    await delay(50);
    expect(host.running()).to.deep.equal(["gw-b.service"]);
  });

  it("crash from outside and come back by their policy", async () => {
    addGateway(host, "gw.service", "Restart=on-failure", "RestartSec=0.05");
    await ssh(host, "systemctl start gw");
    host.crash("gw.service");
    await until(
      "it runs again",
      () => host.unit("gw.service").nRestarts === 1 && host.running().length === 1,
    );
  });

  it("find their program below the tree by either name of it", async () => {
    addGateway(host, "gw-a.service", "ExecStart=/usr/local/bin/hermes");
    addGateway(host, "gw-b.service", `ExecStart=${host.path("/usr/local/bin/hermes")}`);
    await ssh(host, "systemctl start gw-a gw-b");
    expect(host.running()).to.deep.equal(["gw-a.service", "gw-b.service"]);
  });

  it("become ready late with Type=notify, and the start waits for that", async () => {
    addGateway(host, "gw.service", "Type=notify");
    host.behave("gw.service", { readyMs: 200 });
    const started = Date.now();
    await ssh(host, "systemctl start gw");
    expect(Date.now() - started).to.be.greaterThan(190);
    expect(host.running()).to.deep.equal(["gw.service"]);
  });

  it("are real processes when the program is one of the system", async () => {
    addGateway(host, "gw.service", 'ExecStart=/bin/sh -c "echo $$USER; exec sleep 60"', "KillSignal=SIGTERM");
    await ssh(host, "systemctl start gw");
    await until("it has printed", () => host.journal("gw.service").includes("root"));
    const { mainPid } = host.unit("gw.service");
    process.kill(mainPid, 0);
    await ssh(host, "systemctl stop gw");
    expect(host.unit("gw.service")).to.include({ activeState: "inactive" });
    expect(() => process.kill(mainPid, 0)).to.throw("ESRCH");
  });
});
