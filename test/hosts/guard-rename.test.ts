import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { useGuardStage } from "./support/guard-stage";
import { deeds, fault, keptGenerations, passed, signalWorker } from "./support/guard-state";
import { must, serving } from "./support/inspect";

const PROFILES = "/home/hermes/.hermes/profiles";

describe("a profile that is renamed, when the change is not seen through", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();
  const look = async () => [
    await must(stage.host, `cd ${PROFILES} && ls && stat -c '%U %a %i' coder && cat coder/memories/a.md`),
    await must(stage.host, "cd /etc/systemd/system && ls hermes-gateway-* */hermes-gateway-*"),
    await serving(stage.host),
  ];
  let original: Awaited<ReturnType<typeof look>>;

  before(async () => {
    await must(stage.host, `runuser -u hermes -- mkdir -p ${PROFILES}/coder/memories`);
    await must(stage.host, `echo remembered | runuser -u hermes -- tee ${PROFILES}/coder/memories/a.md`);
    original = await look();
    expect(original[2]).to.deep.equal(["coder"]);
  });

  for (const step of ["move", "unlink", "install", "reload", "start", "watch"]) {
    it(`has its home and its gateway back when the worker dies at the step ${step}`, async () => {
      stage.rename("author", 60);
      await fault(stage.host, step, "kill");
      expectFailure(await stage.pulumi.up(), "[host-script-failed]");
      expect(await passed(stage.host)).to.include(step);
      await stage.putBack(20);
      await fault(stage.host, step, "none");
      expect(await look()).to.deep.equal(original);
    });
  }

  it("has them back when the guard dies too, before the home has its name again", async () => {
    stage.rename("author", 60);
    await fault(stage.host, "watch guard-move", "kill");
    expectFailure(await stage.pulumi.up(), "[host-script-failed]");
    await until("the guard died", async () => (await passed(stage.host)).includes("guard-move"), 30);
    expect(await must(stage.host, `ls ${PROFILES}`)).to.match(/^author$/m);
    await fault(stage.host, "", "none");
    await stage.putBack(30);
    expect(await look()).to.deep.equal(original);
  });

  it("has them back after a boot without power", async () => {
    stage.rename("author", 300);
    await stage.whileWatched(async () => {
      expect(await must(stage.host, `ls ${PROFILES}`)).to.match(/^author$/m);
      await stage.host.kill();
    });
    await stage.host.boot();
    await stage.putBack();
    expect(await look()).to.deep.equal(original);
  });

  it("keeps its new home where somebody has put another one in the old one's place", async () => {
    stage.rename("author", 300);
    const run = await stage.whileWatched(async () => {
      await must(stage.host, `runuser -u hermes -- mkdir ${PROFILES}/coder`);
      await signalWorker(stage.host, "SIGKILL");
    });
    expectFailure(run, "[host-script-failed]");
    await stage.putBack(20);
    expect(await deeds(stage.host))
      .to.include("author is not")
      .and.include("[rollback-conflict]");
    expect(await must(stage.host, `cat ${PROFILES}/author/memories/a.md`)).to.equal("remembered");
    await must(stage.host, "systemctl stop hermes-gateway-coder.service");
    await must(stage.host, `cd ${PROFILES} && rm -rf coder && mv author coder`);
    await must(stage.host, "systemctl start hermes-gateway-coder.service");
  });

  it("has them under the new name in the end", async () => {
    stage.rename("author", 0);
    expectRun(await stage.pulumi.up(), { "hermes/vm1/author": "update" });
    expect(await must(stage.host, `cat ${PROFILES}/author/memories/a.md`)).to.equal("remembered");
    expect(await must(stage.host, `ls ${PROFILES}`)).to.not.match(/^coder$/m);
    expect(await serving(stage.host)).to.deep.equal(["author"]);
    const [last = ""] = (await keptGenerations(stage.host)).slice(-1);
    await must(stage.host, `/var/lib/hermes-fleet/guard undo ${last}`);
    expect(await look()).to.deep.equal(original);
  });
});
