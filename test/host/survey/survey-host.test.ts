import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect } from "chai";
import type { SeenUnit } from "../../../provider/core/facts/host-facts";
import { claimDigest, markUnit } from "../../../provider/core/units/mark";
import { connect } from "../../../provider/host/connect.js";
import { HostError } from "../../../provider/host/host-error.js";
import { surveyHost } from "../../../provider/host/survey/survey-host.js";
import { type EmbeddedHost, type HostOptions, startEmbeddedHost } from "../../embedded/embedded-host";

const UNITS = "/etc/systemd/system";
const OLD = "hermes-gateway-old.service";
const SECRET = "canary-5f31c0";
const text = (lines = "", more = "") =>
  `[Unit]\n${lines}[Service]\nEnvironment="TOKEN=${SECRET}" "HERMES_HOME=/srv/old"\nExecStart=/usr/local/bin/hermes\n${more}[Install]\nWantedBy=multi-user.target\n`;

const ask = (host: EmbeddedHost, accounts: readonly string[] = [], deadlineMs = 10_000) =>
  surveyHost(host.connection, { hostKeyName: "vm1", deadlineMs, connectMs: deadlineMs, accounts, env: {} });

async function person(host: EmbeddedHost, command: string): Promise<void> {
  const shell = await connect(host.connection, { hostKeyName: "person", deadlineMs: 10_000 });
  const { exitCode, stderr } = await shell.exec(command);
  await shell.close();
  if (exitCode !== 0) throw new Error(String(stderr));
}

describe("a survey of a host", () => {
  const hosts: EmbeddedHost[] = [];
  const start = async (options: HostOptions = {}) => {
    const host = await startEmbeddedHost(options);
    hosts.push(host);
    return host;
  };
  after(() => Promise.all(hosts.map((host) => host.stop())));
  let host: EmbeddedHost;
  before(async () => {
    host = await start();
    host.write(
      `${UNITS}/${OLD}`,
      text("Conflicts=hermes-gateway-coder.service\nBefore=hermes-gateway-coder.service\n"),
    );
    host.write(`${UNITS}/other.service`, text());
    const owner = "acme/chat/prod::hermes/vm1/coder%";
    const claims = [claimDigest("port 9000", "acme/chat/prod"), claimDigest("home /h", "acme/chat/prod")];
    const fields = { owner, profile: "vm1/coder", priority: -3, schemaVersion: 1, claims };
    host.write(`${UNITS}/coder.service`, markUnit("[Service]\nExecStart=/usr/local/bin/hermes\n", fields));
    host.write(`${UNITS}/hermes-gateway@.service`, text());
    host.write(`/home/hermes/.config/systemd/user/${OLD}`, text("\u0007Conflicts=x.service\n"));
    host.write("/home/other/.config/systemd/user/hermes-gateway.service", text());
    await person(host, `systemctl enable --now ${OLD}`);
  });

  it("tells version, machine-id and every gateway unit, ours and foreign, with one log-in and one command", async () => {
    const [connections, executed] = [host.connections, host.executed.length];
    const seen = await ask(host, ["hermes", "nobody-here"]);
    expect(host.connections - connections).to.equal(1);
    expect(host.executed.length - executed).to.equal(1);
    const old: SeenUnit = {
      name: OLD,
      scope: "system",
      home: "/srv/old",
      conflicts: ["hermes-gateway-coder.service"],
      before: ["hermes-gateway-coder.service"],
      activeState: "active",
      enabled: true,
      sets: [
        "Install.WantedBy",
        "Service.Environment.HERMES_HOME",
        "Service.Environment.TOKEN",
        "Service.ExecStart",
        "Unit.Before",
        "Unit.Conflicts",
      ],
    };
    expect(seen).to.deep.equal({
      systemd: 252,
      machineId: host.machineId,
      units: [
        {
          name: "coder.service",
          scope: "system",
          mark: {
            owner: "acme/chat/prod::hermes/vm1/coder%",
            priority: -3,
            claims: [
              claimDigest("port 9000", "acme/chat/prod"),
              claimDigest("home /h", "acme/chat/prod"),
            ].sort(),
          },
          conflicts: [],
          before: [],
          activeState: "inactive",
          enabled: false,
        },
        old,
        {
          name: OLD,
          scope: "user",
          account: "hermes",
          home: "/srv/old",
          conflicts: [],
          before: [],
          activeState: "inactive",
          enabled: false,
          sets: [
            "Install.WantedBy",
            "Service.Environment.HERMES_HOME",
            "Service.Environment.TOKEN",
            "Service.ExecStart",
          ],
        },
      ],
      homes: { hermes: "/home/hermes", root: "/root" },
      listeners: [],
      dropIns: [],
    });
  });

  it("takes nothing else out of a unit's environment", async () => {
    expect(JSON.stringify(await ask(host, ["hermes"]))).to.not.include(SECRET);
  });

  it("changes nothing and leaves nothing on the host", async () => {
    // what accounts say lies below /run for a moment, so that this directory has another time
    const files = async () => {
      const shell = await connect(host.connection, { hostKeyName: "person", deadlineMs: 10_000 });
      const { stdout } = await shell.exec(
        'cd "$HERMES_FLEET_ROOT" && find . -printf "%p %T@ %s\\n" | grep -v "^./run " | sort',
      );
      await shell.close();
      return stdout.toString();
    };
    const [before, commands] = [await files(), host.commands.length];
    await ask(host, ["hermes"]);
    expect(await files()).to.equal(before);
    expect(host.commands.length).to.equal(commands);
  });

  it("looks below a home as its account only, and below no other home", async () => {
    const { units } = await ask(host, ["hermes"]);
    expect(units.filter(({ scope }) => scope === "user").map(({ account }) => account)).to.deep.equal([
      "hermes",
    ]);
  });

  it("tells of a unit that runs on after its file is gone", async () => {
    const other = await start();
    other.write(`${UNITS}/${OLD}`, text());
    await person(
      other,
      `systemctl start ${OLD} && rm "$HERMES_FLEET_ROOT${UNITS}/${OLD}" && systemctl daemon-reload`,
    );
    const { units } = await ask(other);
    expect(units.map(({ name, activeState, enabled }) => [name, activeState, enabled])).to.deep.equal([
      [OLD, "active", false],
    ]);
  });

  it("works through sudo, and says when sudo is denied", async () => {
    expect((await ask(await start({ user: "ops" }))).systemd).to.equal(252);
    const denied = await start({ user: "ops", sudo: "denied" });
    expect(await codeOf(ask(denied))).to.equal("sudo-denied");
  });

  it("says that a machine has no systemd, and what version it has when that is old", async () => {
    expect(await codeOf(ask(await start({ systemd: false })))).to.equal("no-systemd");
    expect((await ask(await start({ systemdVersion: "239 (239-82.el8)" }))).systemd).to.equal(239);
  });

  it("says that a machine does not answer, within its deadline", async () => {
    const gone = await start();
    await gone.refuseConnections(true);
    expect(await codeOf(ask(gone, [], 300))).to.equal("host-unreachable");
  });

  it("waits for one that takes the connection and never speaks no longer than that", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const connection = { ...host.connection, port };
    const options = { hostKeyName: "vm1", deadlineMs: 200, connectMs: 0, accounts: [], env: {} };
    try {
      await surveyHost(connection, options);
      expect.fail("it answered");
    } catch (error) {
      expect(String(error)).to.include("no answer to the survey within 0.2 s [host-unreachable]");
    }
    silent.close();
  });
});

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "none";
  } catch (error) {
    if (error instanceof HostError) return error.code;
    throw error;
  }
}
