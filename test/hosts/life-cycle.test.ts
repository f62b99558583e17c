import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { must } from "./support/inspect";
import { HOME, SILENT_PROGRAM, useLifeStage } from "./support/life-stage";

describe("restarts and stops as Hermes means them", () => {
  const health = { healthyForSeconds: 1 };
  const stage = useLifeStage();

  it("restartBy signal: Hermes ends by itself with 75 and is started once, without systemd's pause", async () => {
    stage.write({ ...stage.told("1"), plain: { executable: SILENT_PROGRAM } });
    const text = await stage.up({ "hermes/vm1/told": "update" });
    expect(await stage.events("told")).to.deep.equal(["start", "SIGUSR1 75", "start"]);
    expect(text).to.match(/hermes-gateway-told\.service: gap [0-3]\.\d s, from its stop until it was active/);
  });

  it("a process that does not handle the signal is restarted by systemctl, and the run says so", async () => {
    const plain = { executable: SILENT_PROGRAM, restartBy: "signal", environment: { A: "1" } };
    const earlier = await stage.life("plain");
    stage.write({ ...stage.told("1"), plain });
    const text = await stage.up({ "hermes/vm1/plain": "update" });
    expect(text).to.contain("hermes-gateway-plain.service does not handle SIGUSR1: systemctl restarts it");
    const { ActiveState, InvocationID } = await stage.life("plain");
    expect(ActiveState).to.equal("active");
    expect(InvocationID).to.not.equal(earlier.InvocationID);
  });

  it("a stop by SIGTERM is marked as planned by the account: the gateway ends with 0, its unit inactive", async () => {
    const killed = { killSignal: "SIGTERM", environment: { A: "4" } };
    stage.write({ told: killed });
    await stage.up({ "hermes/vm1/told": "update", "hermes/vm1/plain": "delete" });
    stage.write({ told: { ...killed, desired: "standby" } });
    await stage.up({ "hermes/vm1/told": "update" });
    expect((await stage.events("told")).at(-1)).to.equal("SIGTERM 0");
    expect((await stage.life("told")).ActiveState).to.equal("inactive");
    expect(await must(stage.host, `find ${HOME}/told -user root`)).to.equal("");
  });

  it("a loser that its winner's start stopped, and that ends with 1, is not left failed", async () => {
    const killed = { killSignal: "SIGTERM", environment: { A: "5" } };
    const other = { exclusiveGroup: "pair", environment: { A: "1" }, health };
    stage.write({ told: { ...killed, exclusiveGroup: "pair", priority: 2 }, other });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    await must(stage.host, `rm -f ${HOME}/told/.gateway-planned-stop.json`);
    stage.write({
      told: { ...killed, exclusiveGroup: "pair", priority: 2 },
      other: { ...other, priority: 3 },
    });
    const result = await stage.pulumi.up({ targets: ["hermes/vm1/other"] });
    expectRun(result, { "hermes/vm1/other": "update" });
    expect((await stage.events("told")).at(-1)).to.equal("SIGTERM 1");
    expect((await stage.life("told")).ActiveState).to.equal("inactive");
    expect(result.text + result.log).to.match(
      /hermes-gateway-other\.service: gap \d\.\d s, from the stop of hermes-gateway-told\.service until it was active/,
    );
  });

  it("the sleep of Hermes after too many starts is foreseen: said, and the window is so much longer", async () => {
    const breaks = (A: string) => ({
      breaks: {
        environment: { A, STANDIN_BREAKER: "1" },
        health: { healthyForSeconds: 1, deadlineSeconds: 4, ready: { stateFile: true } },
      },
    });
    stage.write(breaks("1"));
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    const log = `${HOME}/breaks/gateway-starts.log`;
    await must(stage.host, `now=$(date +%s); for age in 9 8 7 6; do echo $((now - age)); done >>${log}`);
    stage.write(breaks("2"));
    const text = await stage.up({ "hermes/vm1/breaks": "update" });
    expect(text).to.contain(
      "Hermes sleeps 10 s first, as it does after too many starts: the window is so much longer",
    );
    expect(text).to.match(
      /waiting for hermes-gateway-breaks\.service: \d+ s of 14 s, active for \d+ of 11 s/,
    );
    expect(text).to.match(/hermes-gateway-breaks\.service: gap 1\d s, from its stop until it was ready/);
  });
});
