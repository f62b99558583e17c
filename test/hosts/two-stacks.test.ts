import { expect } from "chai";
import type { Driver } from "../e2e/driver";
import { engineDriver } from "../e2e/engine-driver";
import { makeProject, type TestProject } from "../e2e/project";
import { expectRun } from "../e2e/support/expect-run";
import { statusesOf } from "../e2e/support/state";
import { until } from "../e2e/until";
import { course, holdAt, letGo } from "./support/course";
import { fault, reached, records } from "./support/guard-state";
import { must, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const ROUNDS = 20;
/** Where the first one is until the other one is at work too: with the lock, without it, and before it is confirmed. */
const STEPS = [
  "stage",
  "armed",
  "install",
  "reload",
  "start",
  "watch",
  "link",
  "close",
  "conclude",
  "confirm",
];
/** A window, in which the lock is free for transactions of the same run. */
const HEALTH = { healthyForSeconds: 0.5, deadlineSeconds: 30 };
const WORKERS = "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*' | wc -l";

describe("two stacks that change one host at the same moment", function () {
  this.timeout(240_000);
  const stage = useLab(1, (made) => ({ name: "one", fleet: made.fleet(1, { coder: {} }) }));
  let project: TestProject;
  let other: Driver;

  before(async () => {
    project = makeProject({ name: "two", fleet: stage.fleet(1, { writer: {} }) });
    other = await engineDriver(project);
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    expectRun(await other.up(), { "hermes/vm1/writer": "create" });
    await fault(stage.host(1), "-", "wait");
  });
  after(async () => {
    await other?.close();
    project?.remove();
  });

  it(`go one after the other, ${ROUNDS} times of ${ROUNDS}, and both are applied`, async () => {
    const host = stage.host(1);
    for (let round = 0; round < ROUNDS; round += 1) {
      const step = STEPS[round % STEPS.length] ?? "";
      const profile = { environment: { ROUND: String(round) }, health: HEALTH };
      stage.project.writeFleet(stage.fleet(1, { coder: profile }));
      project.writeFleet(stage.fleet(1, { writer: profile }));
      await holdAt(host, step);
      const runs = Promise.all([stage.pulumi.up(), other.up()]);
      await until(`somebody is at ${step}`, async () => (await reached(host)) === step);
      // Its worker has ended when the provider confirms.
      const workers = step === "confirm" ? "1" : "2";
      await until("the other one is there", async () => (await must(host, WORKERS)) === workers);
      await letGo(host);
      const [one, two] = await runs;
      expectRun(one, { "hermes/vm1/coder": "update" });
      expectRun(two, { "hermes/vm1/writer": "update" });
      const met = `round ${round}, ${step}`;
      expect(await course(host), met).to.deep.equal(["change", "confirm", "change", "confirm"]);
      expect(one.text + one.log + two.text + two.log, met).to.match(
        /waiting for (the lock that )?organization\/(one|two)\/dev/,
      );
      const texts = await must(host, "grep -h ROUND= /etc/systemd/system/hermes-gateway-*.service");
      expect(texts, met).to.equal(`Environment="ROUND=${round}"\nEnvironment="ROUND=${round}"`);
      expect([await serving(host), await records(host)], met).to.deep.equal([["coder", "writer"], []]);
    }
    expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal({ "hermes/vm1/coder": "applied" });
    expect(statusesOf(await other.exportState())).to.deep.equal({ "hermes/vm1/writer": "applied" });
  });
});
