import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, serving } from "./support/inspect";
import { HOME, SILENT_PROGRAM, useLifeStage } from "./support/life-stage";
import { inUserManager } from "./support/user-manager";

const USER = { scope: "user" };

describe("restarts, stops and readiness under an account's own manager", function () {
  // Windows of several gateways, one after the other.
  this.timeout(120_000);
  const health = { healthyForSeconds: 1 };
  const stage = useLifeStage({ scope: "user" });

  it("restartBy signal: Hermes ends by itself with 75 and is started once", async () => {
    stage.write({ ...stage.told("1"), plain: { ...USER, executable: SILENT_PROGRAM } });
    const text = await stage.up({ "hermes/vm1/told": "update" });
    expect(await stage.events("told")).to.deep.equal(["start", "SIGUSR1 75", "start"]);
    expect(text).to.match(
      /hermes\/hermes-gateway-told\.service: gap [0-3]\.\d s, from its stop until it was active/,
    );
  });

  it("a process that does not handle the signal is restarted by its manager, and the run says so", async () => {
    const plain = {
      ...USER,
      executable: SILENT_PROGRAM,
      restartBy: "signal",
      environment: { A: "1" },
    };
    const earlier = await stage.life("plain");
    stage.write({ ...stage.told("1"), plain });
    const text = await stage.up({ "hermes/vm1/plain": "update" });
    expect(text).to.contain(
      "hermes/hermes-gateway-plain.service does not handle SIGUSR1: systemctl restarts it",
    );
    const { ActiveState, InvocationID } = await stage.life("plain");
    expect(ActiveState).to.equal("active");
    expect(InvocationID).to.not.equal(earlier.InvocationID);
  });

  it("a stop by SIGTERM is marked as planned by the account: the gateway ends with 0, its unit inactive", async () => {
    const killed = { ...USER, killSignal: "SIGTERM", environment: { A: "4" } };
    stage.write({ told: killed });
    await stage.up({ "hermes/vm1/told": "update", "hermes/vm1/plain": "delete" });
    stage.write({ told: { ...killed, desired: "standby" } });
    await stage.up({ "hermes/vm1/told": "update" });
    expect((await stage.events("told")).at(-1)).to.equal("SIGTERM 0");
    expect((await stage.life("told")).ActiveState).to.equal("inactive");
    expect(await must(stage.host, `find ${HOME}/told -user root`)).to.equal("");
  });

  for (const scope of ["user", "system"]) {
    it(`a loser that a winner of ${scope} scope stopped, and that ends with 1, is not left failed`, async () => {
      const killed = { ...USER, killSignal: "SIGTERM", environment: { A: "5" }, exclusiveGroup: "pair" };
      const other = { scope, exclusiveGroup: "pair", environment: { A: "1" }, health };
      stage.write({ told: { ...killed, priority: 2 }, other });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      expect(await serving(stage.host)).to.deep.equal(["told"]);
      await must(stage.host, `rm -f ${HOME}/told/.gateway-planned-stop.json`);
      stage.write({ told: { ...killed, priority: 2 }, other: { ...other, priority: 3 } });
      const result = await stage.pulumi.up({ targets: ["hermes/vm1/other"] });
      expectRun(result, { "hermes/vm1/other": "update" });
      expect((await stage.events("told")).at(-1)).to.equal("SIGTERM 1");
      expect((await stage.life("told")).ActiveState).to.equal("inactive");
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
    stage.write(Object.fromEntries(profiles));
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
    expect(await serving(stage.host)).to.deep.equal(["file", "port", "url", "word"]);
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
    const before = await inUserManager(stage.host, "hermes", "sha256sum ~/.config/systemd/user/*.service");
    stage.write({
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
    expect(await inUserManager(stage.host, "hermes", "sha256sum ~/.config/systemd/user/*.service")).to.equal(
      before,
    );
    expect(await serving(stage.host)).to.deep.equal(["file", "port", "url", "word"]);
  });
});
