import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const HOME = "/home/hermes/.hermes/profiles";
const SILENT = "#!/bin/sh\nexec sleep infinity\n";

describe("restarts and stops as Hermes means them", () => {
  const health = { healthyForSeconds: 1 };
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, { told: { restartBy: "signal" }, plain: { executable: "/usr/local/bin/silent" } }),
  }));
  const write = (profiles: object) =>
    stage.project.writeFleet(stage.fleet(1, profiles as FleetInput["profiles"]));
  const up = async (changes: Readonly<Record<string, string>>) => {
    const result = await stage.pulumi.up();
    expectRun(result, changes);
    return result.text + result.log;
  };
  /** How the gateway of a profile was started and ended, as it noted itself. */
  const events = async (profile: string): Promise<string[]> => {
    const text = await must(stage.host(1), `cat ${HOME}/${profile}/logs/standin.log`);
    return text.split("\n").map((line) => {
      const { event, status, why } = JSON.parse(line);
      return event === "start" ? "start" : `${why} ${status}`;
    });
  };
  const told = (A: string, more: object = {}) => ({
    told: { restartBy: "signal", environment: { A, STANDIN_DRAIN: "1" }, health, ...more },
  });

  before(async () => {
    await must(stage.host(1), `printf '${SILENT}' >/usr/local/bin/silent && chmod 755 /usr/local/bin/silent`);
    await up({ "hermes/vm1/told": "create", "hermes/vm1/plain": "create" });
  });

  it("restartBy signal: Hermes ends by itself with 75 and is started once, without systemd's pause", async () => {
    write({ ...told("1"), plain: { executable: "/usr/local/bin/silent" } });
    const text = await up({ "hermes/vm1/told": "update" });
    expect(await events("told")).to.deep.equal(["start", "SIGUSR1 75", "start"]);
    expect(text).to.match(/hermes-gateway-told\.service: gap [0-3]\.\d s, from its stop until it was active/);
  });

  it("a process that does not handle the signal is restarted by systemctl, and the run says so", async () => {
    const plain = { executable: "/usr/local/bin/silent", restartBy: "signal", environment: { A: "1" } };
    const earlier = await lifeOf(stage.host(1), unitOf("plain"));
    write({ ...told("1"), plain });
    const text = await up({ "hermes/vm1/plain": "update" });
    expect(text).to.contain("hermes-gateway-plain.service does not handle SIGUSR1: systemctl restarts it");
    const { ActiveState, InvocationID } = await lifeOf(stage.host(1), unitOf("plain"));
    expect(ActiveState).to.equal("active");
    expect(InvocationID).to.not.equal(earlier.InvocationID);
  });

  it("a stop by SIGTERM is marked as planned by the account: the gateway ends with 0, its unit inactive", async () => {
    const killed = { killSignal: "SIGTERM", environment: { A: "4" } };
    write({ told: killed });
    await up({ "hermes/vm1/told": "update", "hermes/vm1/plain": "delete" });
    write({ told: { ...killed, desired: "standby" } });
    await up({ "hermes/vm1/told": "update" });
    expect((await events("told")).at(-1)).to.equal("SIGTERM 0");
    expect((await lifeOf(stage.host(1), unitOf("told"))).ActiveState).to.equal("inactive");
    expect(await must(stage.host(1), `find ${HOME}/told -user root`)).to.equal("");
  });

  it("a loser that its winner's start stopped, and that ends with 1, is not left failed", async () => {
    const killed = { killSignal: "SIGTERM", environment: { A: "5" } };
    const other = { exclusiveGroup: "pair", environment: { A: "1" }, health };
    write({ told: { ...killed, exclusiveGroup: "pair", priority: 2 }, other });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    await must(stage.host(1), `rm -f ${HOME}/told/.gateway-planned-stop.json`);
    write({ told: { ...killed, exclusiveGroup: "pair", priority: 2 }, other: { ...other, priority: 3 } });
    const result = await stage.pulumi.up({ targets: ["hermes/vm1/other"] });
    expectRun(result, { "hermes/vm1/other": "update" });
    expect((await events("told")).at(-1)).to.equal("SIGTERM 1");
    expect((await lifeOf(stage.host(1), unitOf("told"))).ActiveState).to.equal("inactive");
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
    write(breaks("1"));
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    const log = `${HOME}/breaks/gateway-starts.log`;
    await must(stage.host(1), `now=$(date +%s); for age in 9 8 7 6; do echo $((now - age)); done >>${log}`);
    write(breaks("2"));
    const text = await up({ "hermes/vm1/breaks": "update" });
    expect(text).to.contain(
      "Hermes sleeps 10 s first, as it does after too many starts: the window is so much longer",
    );
    expect(text).to.match(
      /waiting for hermes-gateway-breaks\.service: \d+ s of 14 s, active for \d+ of 11 s/,
    );
    expect(text).to.match(/hermes-gateway-breaks\.service: gap 1\d s, from its stop until it was ready/);
  });
});
