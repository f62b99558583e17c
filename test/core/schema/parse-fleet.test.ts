import { expect } from "chai";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";
import type { Connection } from "../../../provider/host/connection";
import { fleetOf } from "../support/arbitrary-fleet";

const HOSTS = { vm1: { connection: { host: "192.0.2.10" } } };

/** The only profile of a fleet, resolved. */
function resolved(key: string, options: object | null, defaults: object | null = null) {
  const [profile] = fleetOf({ hosts: HOSTS, defaults, profiles: { [key]: options } }).profiles;
  if (profile === undefined) throw new Error("no profile");
  return profile;
}

describe("parseFleet", () => {
  it("fills in what a host and a fleet leave out", () => {
    const { name, exclusion, hosts } = fleetOf({ hosts: HOSTS, profiles: { coder: null } });
    expect({ name, exclusion, hosts }).to.deep.equal({
      name: "hermes",
      exclusion: "detected",
      hosts: [
        {
          key: "vm1",
          connection: { host: "192.0.2.10" },
          systemd: 252,
          connectDeadlineSeconds: 120,
          onUnreachable: "fail",
          portRange: { from: 9200, to: 9800 },
        },
      ],
    });
  });

  it("keeps a whole connection, and names a local host after its key", () => {
    const proxy = { host: "jump", port: 2222, user: "ops", privateKeyFile: "~/.ssh/id" };
    const vm1 = {
      host: "::1",
      port: 22,
      user: "root",
      password: "p",
      privateKey: "k\nk",
      proxy,
      dialErrorLimit: -1,
    };
    const { hosts } = fleetOf({
      hosts: { vm1: { connection: vm1 }, here: { connection: { local: true } } },
      profiles: { a: null },
    });
    expect(hosts.map(({ connection }) => connection)).to.deep.equal([{ local: true, host: "here" }, vm1]);
  });

  it("gives a connection that a transport takes as it is", () => {
    const written = { host: "x", port: undefined, proxy: { host: "jump", user: undefined, port: 2222 } };
    const [host] = fleetOf({ hosts: { vm1: { connection: written } }, profiles: { a: null } }).hosts;
    // compiles only as long as the two types fit
    const connection: Connection | undefined = host?.connection;
    expect(Object.entries(connection ?? {})).to.deep.equal([
      ["host", "x"],
      ["proxy", { host: "jump", port: 2222 }],
    ]);
    expect(connection?.proxy).to.have.all.keys("host", "port");
  });

  const names: [key: string, user: string, unitName: string, home: string, args: string[]][] = [
    [
      "coder",
      "hermes",
      "hermes-gateway-coder.service",
      "/home/hermes/.hermes/profiles/coder",
      ["--profile", "coder", "gateway", "run"],
    ],
    ["default", "hermes", "hermes-gateway.service", "/home/hermes/.hermes", ["gateway", "run"]],
    [
      "coder",
      "root",
      "hermes-gateway-coder.service",
      "/root/.hermes/profiles/coder",
      ["--profile", "coder", "gateway", "run"],
    ],
    ["default", "root", "hermes-gateway.service", "/root/.hermes", ["gateway", "run"]],
    [
      "constructor",
      "svc",
      "hermes-gateway-constructor.service",
      "/home/svc/.hermes/profiles/constructor",
      ["--profile", "constructor", "gateway", "run"],
    ],
  ];
  for (const [key, user, unitName, home, args] of names) {
    it(`names the unit, the home and the arguments of ${key} as ${user} the way Hermes does`, () => {
      const { unit, ...profile } = resolved(key, { user });
      expect([profile.unitName, unit.home, unit.args]).to.deep.equal([unitName, home, args]);
      expect(unit.workingDirectory).to.equal(home);
      expect(unit.environment).to.deep.equal({ HERMES_HOME: home, HERMES_SUPERVISED_CHILD: "1" });
    });
  }

  it("lets a profile's options win over the defaults, and lists replace each other", () => {
    const { priority, unit } = resolved(
      "a",
      { restartSec: 7, after: ["b.service"] },
      { restartSec: 9, priority: 4, after: ["c.service", "d.service"] },
    );
    expect([priority, unit.restartSec, unit.after]).to.deep.equal([4, 7, ["b.service"]]);
  });

  it("drops a profile from the conflicts that it inherits", () => {
    const { profiles } = fleetOf({
      hosts: HOSTS,
      defaults: { conflictsWith: ["b", "a"] },
      profiles: { a: null, b: { conflictsWith: ["a", "a"] }, c: null },
    });
    expect(profiles.map(({ conflictsWith }) => conflictsWith)).to.deep.equal([["b"], ["a"], ["a", "b"]]);
  });

  it("merges environment, directives and health key by key", () => {
    const { unit, handling } = resolved(
      "a",
      { environment: { A: "1" }, directives: { Service: { Nice: 5 } }, health: { deadlineSeconds: 300 } },
      {
        environment: { A: "0", B: "2", HERMES_SUPERVISED_CHILD: "0" },
        directives: {
          Service: { Nice: 1, NoNewPrivileges: true },
          Unit: { OnFailure: ["x.service", "y.service"] },
        },
        health: { healthyForSeconds: 100 },
      },
    );
    const home = "/home/hermes/.hermes/profiles/a";
    expect(unit.environment).to.deep.equal({
      A: "1",
      B: "2",
      HERMES_SUPERVISED_CHILD: "0",
      HERMES_HOME: home,
    });
    expect(unit.directives).to.deep.equal({
      Unit: { OnFailure: ["x.service", "y.service"] },
      Service: { Nice: ["5"], NoNewPrivileges: ["true"] },
      Install: {},
    });
    expect(handling.health).to.deep.equal({ healthyForSeconds: 100, deadlineSeconds: 300 });
  });

  const windows: [restartSec: number, health: object, healthyFor: number, deadline: number][] = [
    [5, {}, 12, 60],
    [30, {}, 62, 92],
    [5, { healthyForSeconds: 0 }, 0, 60],
    [5, { healthyForSeconds: 200 }, 200, 230],
    [5, { deadlineSeconds: 20 }, 12, 20],
    [30, { deadlineSeconds: 20 }, 62, 62],
  ];
  for (const [restartSec, health, healthyForSeconds, deadlineSeconds] of windows) {
    it(`watches ${healthyForSeconds} s of ${deadlineSeconds} s for restartSec ${restartSec} and ${JSON.stringify(health)}`, () => {
      expect(resolved("a", { restartSec, health }).handling.health).to.deep.equal({
        healthyForSeconds,
        deadlineSeconds,
      });
    });
  }

  it("places a profile on every host, or on the named ones, each once", () => {
    const hosts = { b: HOSTS.vm1, a: HOSTS.vm1, c: HOSTS.vm1 };
    const { profiles } = fleetOf({ hosts, profiles: { x: null, y: { hosts: ["c", "a", "c"] } } });
    expect(profiles.map((profile) => profile.hosts)).to.deep.equal([
      ["a", "b", "c"],
      ["a", "c"],
    ]);
  });

  it("takes undefined in a program for left out", () => {
    expect(resolved("a", { user: undefined, group: undefined, health: undefined })).to.deep.equal(
      resolved("a", null),
    );
  });

  it("does not change what it was given", () => {
    const document = { hosts: HOSTS, profiles: { coder: { ports: [2, 1] } } };
    const before = JSON.stringify(document);
    parseFleet(document);
    expect(JSON.stringify(document)).to.equal(before);
  });
});
