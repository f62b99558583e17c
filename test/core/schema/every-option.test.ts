import { expect } from "chai";
import { fleetOf } from "../support/arbitrary-fleet";

describe("parseFleet", () => {
  it("keeps every option that a user can write", () => {
    const options = {
      movedFrom: "old",
      priority: -5,
      exclusiveGroup: "gpu",
      desired: "standby",
      config: { agent: { restart_drain_timeout: 5 } },
      profile: { systemd_conflicts: ["a.service"] },
      ports: [9000, 80, 80],
      env: { B: { config: "key" }, A: { fromEnv: "VAR" }, C: "text" },
      user: "svc",
      group: "agents",
      home: "/srv/o'brien",
      executable: "/opt/hermes",
      args: [],
      unitName: "gw.service",
      description: "Mine",
      workingDirectory: "/srv",
      wants: [],
      restart: "always",
      startLimitIntervalSec: 600,
      startLimitBurst: 3,
      restartForceExitStatus: [75, "SIGKILL"],
      successExitStatus: [],
      restartPreventExitStatus: ["78"],
      timeoutStartSec: 1.5,
      timeoutStopSec: 200,
      killMode: "process",
      killSignal: "SIGTERM",
      execReload: null,
      wantedBy: ["a.target"],
      adopt: "take-over",
      takeBack: true,
    };
    const hosts = { vm1: { connection: { host: "x" } } };
    const [resolved] = fleetOf({ hosts, profiles: { a: options } }).profiles;
    const { unit, ...profile } = resolved ?? { unit: {}, env: {} };
    expect(profile).to.deep.equal({
      key: "a",
      hosts: ["vm1"],
      priority: -5,
      conflictsWith: [],
      exclusiveGroup: "gpu",
      ports: [80, 9000],
      desired: "standby",
      config: { agent: { restart_drain_timeout: 5 } },
      profile: { systemd_conflicts: ["a.service"] },
      env: { A: { fromEnv: "VAR" }, B: { config: "key" }, C: "text" },
      unitName: "gw.service",
      handling: {
        adopt: "take-over",
        takeBack: true,
        linger: true,
        movedFrom: "old",
        health: { healthyForSeconds: 12, deadlineSeconds: 60 },
      },
    });
    expect(Object.keys(profile.env)).to.deep.equal(["A", "B", "C"]);
    expect(unit).to.deep.equal({
      scope: "system",
      description: "Mine",
      user: "svc",
      group: "agents",
      home: "/srv/o'brien",
      executable: "/opt/hermes",
      args: [],
      workingDirectory: "/srv",
      environment: { HERMES_HOME: "/srv/o'brien", HERMES_SUPERVISED_CHILD: "1" },
      after: ["network-online.target"],
      wants: [],
      restart: "always",
      restartSec: 5,
      startLimitIntervalSec: 600,
      startLimitBurst: 3,
      restartForceExitStatus: ["75", "SIGKILL"],
      successExitStatus: [],
      restartPreventExitStatus: ["78"],
      timeoutStartSec: 1.5,
      timeoutStopSec: 200,
      killMode: "process",
      killSignal: "SIGTERM",
      execReload: [],
      wantedBy: ["a.target"],
      directives: { Unit: {}, Service: {}, Install: {} },
    });
  });
});
