import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { inUserManager, lifeInUserManager } from "./support/user-manager";

const HOME = "/home/hermes/.hermes/profiles";
const SILENT = "#!/bin/sh\nexec sleep infinity\n";
const USER = { scope: "user" };

describe("restarts, stops and readiness under an account's own manager", function () {
  // Windows of several gateways, one after the other.
  this.timeout(120_000);
  const health = { healthyForSeconds: 1 };
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, {
      told: { scope: "user", restartBy: "signal" },
      plain: { scope: "user", executable: "/usr/local/bin/silent" },
    }),
  }));
  const write = (profiles: object) =>
    stage.project.writeFleet(stage.fleet(1, profiles as FleetInput["profiles"]));
  const up = async (changes: Readonly<Record<string, string>>) => {
    const result = await stage.pulumi.up();
    expectRun(result, changes);
    return result.text + result.log;
  };
  const life = (profile: string) => lifeInUserManager(stage.host(1), "hermes", unitOf(profile));
  const eventsOf = async (profile: string): Promise<string[]> => {
    const text = await must(stage.host(1), `cat ${HOME}/${profile}/logs/standin.log`);
    return text.split("\n").map((line) => {
      const { event, status, why } = JSON.parse(line);
      return event === "start" ? "start" : `${why} ${status}`;
    });
  };
  const told = (A: string, more: object = {}) => ({
    told: { ...USER, restartBy: "signal", environment: { A, STANDIN_DRAIN: "1" }, health, ...more },
  });

  before(async () => {
    await must(stage.host(1), `printf '${SILENT}' >/usr/local/bin/silent && chmod 755 /usr/local/bin/silent`);
    await up({ "hermes/vm1/told": "create", "hermes/vm1/plain": "create" });
  });

  it("restartBy signal: Hermes ends by itself with 75 and is started once", async () => {
    write({ ...told("1"), plain: { ...USER, executable: "/usr/local/bin/silent" } });
    const text = await up({ "hermes/vm1/told": "update" });
    expect(await eventsOf("told")).to.deep.equal(["start", "SIGUSR1 75", "start"]);
    expect(text).to.match(
      /hermes\/hermes-gateway-told\.service: gap [0-3]\.\d s, from its stop until it was active/,
    );
  });

  it("a process that does not handle the signal is restarted by its manager, and the run says so", async () => {
    const plain = {
      ...USER,
      executable: "/usr/local/bin/silent",
      restartBy: "signal",
      environment: { A: "1" },
    };
    const earlier = await life("plain");
    write({ ...told("1"), plain });
    const text = await up({ "hermes/vm1/plain": "update" });
    expect(text).to.contain(
      "hermes/hermes-gateway-plain.service does not handle SIGUSR1: systemctl restarts it",
    );
    const { ActiveState, InvocationID } = await life("plain");
    expect(ActiveState).to.equal("active");
    expect(InvocationID).to.not.equal(earlier.InvocationID);
  });

  it("a stop by SIGTERM is marked as planned by the account: the gateway ends with 0, its unit inactive", async () => {
    const killed = { ...USER, killSignal: "SIGTERM", environment: { A: "4" } };
    write({ told: killed });
    await up({ "hermes/vm1/told": "update", "hermes/vm1/plain": "delete" });
    write({ told: { ...killed, desired: "standby" } });
    await up({ "hermes/vm1/told": "update" });
    expect((await eventsOf("told")).at(-1)).to.equal("SIGTERM 0");
    expect((await life("told")).ActiveState).to.equal("inactive");
    expect(await must(stage.host(1), `find ${HOME}/told -user root`)).to.equal("");
  });

  for (const scope of ["user", "system"]) {
    it(`a loser that a winner of ${scope} scope stopped, and that ends with 1, is not left failed`, async () => {
      const killed = { ...USER, killSignal: "SIGTERM", environment: { A: "5" }, exclusiveGroup: "pair" };
      const other = { scope, exclusiveGroup: "pair", environment: { A: "1" }, health };
      write({ told: { ...killed, priority: 2 }, other });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      expect(await serving(stage.host(1))).to.deep.equal(["told"]);
      await must(stage.host(1), `rm -f ${HOME}/told/.gateway-planned-stop.json`);
      write({ told: { ...killed, priority: 2 }, other: { ...other, priority: 3 } });
      const result = await stage.pulumi.up({ targets: ["hermes/vm1/other"] });
      expectRun(result, { "hermes/vm1/other": "update" });
      expect((await eventsOf("told")).at(-1)).to.equal("SIGTERM 1");
      expect((await life("told")).ActiveState).to.equal("inactive");
      expect(result.text + result.log).to.match(
        /hermes-gateway-other\.service: gap \d\.\d s, from the stop of hermes\/hermes-gateway-told\.service until it was active/,
      );
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
    });
  }

  it("each way of being ready is seen", async () => {
    const ready = {
      port: { environment: { API_SERVER_PORT: "18911" }, health: { ...health, ready: { port: 18911 } } },
      file: { health: { ...health, ready: { stateFile: true } } },
      url: {
        environment: { API_SERVER_PORT: "18912" },
        health: { ...health, ready: { url: "http://127.0.0.1:18912/health" } },
      },
      word: { health: { ...health, ready: { command: ["/usr/bin/test", "-d", "logs"] } } },
    };
    const profiles = Object.entries(ready).map(([name, options]) => [name, { ...USER, ...options }]);
    write(Object.fromEntries(profiles));
    const result = await stage.pulumi.up();
    expect(result.exitCode, result.text).to.equal(0);
    const said = result.text + result.log;
    for (const seen of [
      /hermes\/hermes-gateway-port\.service is ready after \d+\.\d s: port 18911: hermes\/hermes-gateway-port\.service listens/,
      /hermes\/hermes-gateway-file\.service is ready after \d+\.\d s: state file says running/,
      /hermes\/hermes-gateway-url\.service is ready after \d+\.\d s: http:\/\/127\.0\.0\.1:18912\/health: HTTP 200/,
      /hermes\/hermes-gateway-word\.service is ready after \d+\.\d s: the ready command ended with 0/,
    ])
      expect(said).to.match(seen);
    expect(await serving(stage.host(1))).to.deep.equal(["file", "port", "url", "word"]);
  });

  it("one that flaps and one that is never ready are put back, with the journal of their account's manager", async () => {
    const bad = {
      file: {
        ...USER,
        environment: { STANDIN_READY_DELAY: "never" },
        health: { healthyForSeconds: 2, deadlineSeconds: 5, ready: { stateFile: true } },
      },
      word: {
        ...USER,
        restart: "always",
        restartSec: 0.1,
        environment: { STANDIN_EXIT: "0", STANDIN_EXIT_AFTER: "1.2" },
        health: { healthyForSeconds: 8 },
      },
    };
    const before = await inUserManager(stage.host(1), "hermes", "sha256sum ~/.config/systemd/user/*.service");
    write({
      ...bad,
      port: {
        ...USER,
        environment: { API_SERVER_PORT: "18911" },
        health: { ...health, ready: { port: 18911 } },
      },
      url: {
        ...USER,
        environment: { API_SERVER_PORT: "18912" },
        health: { ...health, ready: { url: "http://127.0.0.1:18912/health" } },
      },
    });
    const result = await stage.pulumi.up();
    expectFailure(
      result,
      "hermes/hermes-gateway-file.service is active again",
      "hermes/hermes-gateway-word.service is active again",
      "hermes stand-in: profile file",
    );
    expect(result.text).to.match(/it was not ready after [56] s: state file says starting, pid \d+/);
    expect(result.text).to.match(
      /it flaps: it was started again within \d+ s \(NRestarts=[1-9]\d*, PID \d+ after \d+\)|waits for its restart|it was active and is (de)?activating again/,
    );
    expect(
      await inUserManager(stage.host(1), "hermes", "sha256sum ~/.config/systemd/user/*.service"),
    ).to.equal(before);
    expect(await serving(stage.host(1))).to.deep.equal(["file", "port", "url", "word"]);
  });
});
