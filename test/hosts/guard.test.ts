import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { providerProcesses } from "../e2e/support/processes";
import { statusesOf } from "../e2e/support/state";
import { until } from "../e2e/until";
import { CHANGED, CODER, useGuardStage } from "./support/guard-stage";
import { deeds, fates, fault, passed, records, signalWorker } from "./support/guard-state";
import { lifeOf, must } from "./support/inspect";

describe("a host whose change is not seen through", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();

  for (const step of ["armed", "install", "env", "reload", "start", "watch", "close"]) {
    it(`puts back everything when the worker dies at the step ${step}; the next up says so and goes on`, async () => {
      const before = await stage.outside();
      stage.declare(1);
      await fault(stage.host, step, "kill");
      expectFailure(await stage.pulumi.up(), "[host-script-failed]");
      expect(await passed(stage.host)).to.include(step);
      await stage.putBack(10);
      await fault(stage.host, step, "none");
      expect(await stage.outside()).to.deep.equal(before);
      const { text } = await stage.converges();
      expect(text).to.contain("the host has put back a change of organization/fleet/dev");
    });
  }

  it("ends a worker that hangs past its deadline", async () => {
    const before = await stage.outside();
    stage.declare(2, 3);
    const run = await stage.whileWatched(() => signalWorker(stage.host, "SIGSTOP"));
    expectFailure(run, "[host-script-failed]");
    await stage.putBack();
    expect(await stage.outside()).to.deep.equal(before);
    await stage.converges();
  });

  it("sees the change through by itself when the provider is gone", async () => {
    stage.declare(4);
    const run = await stage.whileWatched(async () => {
      for (const pid of await providerProcesses(stage.projectDir)) process.kill(pid, "SIGKILL");
    });
    expect(run.exitCode).not.to.equal(0);
    await until("it is concluded", async () => (await records(stage.host)).length === 0);
    const life = await lifeOf(stage.host, CODER);
    expectRun(await stage.pulumi.up(), CHANGED);
    expect(await lifeOf(stage.host, CODER)).to.deep.equal(life);
  });

  it("tells a provider whose word comes too late what it has done", async () => {
    const before = await stage.outside();
    stage.declare(2);
    const run = await stage.whileWatched(async () => {
      const pids = await providerProcesses(stage.projectDir);
      for (const pid of pids) process.kill(pid, "SIGSTOP");
      await stage.putBack(60);
      for (const pid of pids) process.kill(pid, "SIGCONT");
    });
    expectFailure(run, "[rolled-back]", `the previous ${CODER} is back`);
    expect(statusesOf(await stage.pulumi.exportState())["hermes/vm1/coder"]).to.equal("rolled-back");
    expect([await stage.outside(), await records(stage.host)]).to.deep.equal([before, []]);
    await stage.converges();
  });

  it("leaves what somebody edits meanwhile, and says so", async () => {
    stage.declare();
    await stage.whileWatched(async () => {
      await must(stage.host, `echo '# by hand' >>/etc/systemd/system/${CODER}`);
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect(await deeds(stage.host)).to.equal(
      `${CODER} was edited since and is left as it is [rollback-conflict]; ${CODER} was started again`,
    );
    expect((await stage.outside())[0]).to.match(/# by hand\n?$/);
    stage.declare(0);
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", "[rollback-conflict]");
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
    expect((await stage.outside())[0]).to.not.contain("# by hand");
  });

  it("tries again when it cannot, and nothing else is begun before it could", async () => {
    const before = await stage.outside();
    stage.declare();
    await stage.whileWatched(async () => {
      await must(stage.host, "mv /usr/local/bin/hermes /usr/local/bin/hermes.away");
      await signalWorker(stage.host, "SIGKILL");
    });
    await until("it has failed", async () => (await fates(stage.host)).join() === "rollback-failed");
    expectFailure(await stage.pulumi.up(), "[rollback-failed]", `${CODER} does not run`, "guard forget");
    expect((await stage.outside())[0]).to.equal(before[0]);
    await must(stage.host, "mv /usr/local/bin/hermes.away /usr/local/bin/hermes");
    await stage.putBack(180);
    expect(await stage.outside()).to.deep.equal(before);
    await stage.converges();
  });
});
