import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { CHANGED, CODER, useGuardStage } from "./support/guard-stage";
import { contacts, generations, records } from "./support/guard-state";
import { logins, must, remains } from "./support/inspect";

const STATE = "/var/lib/hermes-fleet";

describe("what a host keeps of its changes", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();
  const spent = async (run: () => Promise<unknown>) => {
    const before = [await logins(stage.host), await contacts(stage.host)] as const;
    await run();
    return [(await logins(stage.host)) - before[0], (await contacts(stage.host)) - before[1]];
  };

  it("is nothing after first creates with nothing to put back, which ask it once", async () => {
    expect(await contacts(stage.host)).to.equal(1);
    expect(await must(stage.host, `ls -A ${STATE} 2>/dev/null || true`)).to.equal("");
  });

  it("is a generation after a healthy change, which asks it twice over one connection", async () => {
    const [unit] = await stage.outside();
    stage.declare(1);
    const cost = await spent(async () => expectRun(await stage.pulumi.up(), CHANGED));
    expect(cost).to.deep.equal([1, 2]);
    expect([await records(stage.host), await generations(stage.host)]).to.deep.equal([[], ["1"]]);
    expect(await must(stage.host, `cat ${STATE}/generations/1-*/units/${CODER}`)).to.equal(unit);
    await until(
      "the watch has ended",
      async () => (await must(stage.host, "systemctl is-active hermes-fleet-watch || true")) === "inactive",
    );
  });

  it("is one too after a change that starts nothing, which asks it once", async () => {
    stage.write({ priority: 2 }, { priority: 1 });
    expectRun(await stage.pulumi.up(), CHANGED);
    stage.write({ priority: 2 }, { priority: 1, environment: { A: "1" } });
    const cost = await spent(async () =>
      expectRun(await stage.pulumi.up(), { "hermes/vm1/writer": "update" }),
    );
    expect([cost, await records(stage.host)]).to.deep.equal([[1, 1], []]);
    expect(await generations(stage.host)).to.deep.equal(["1", "2", "3"]);
    stage.write({ priority: 2 }, { priority: 1 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
  });

  it("leads back to before any of them without Pulumi, which then sees the difference", async () => {
    const first = await stage.outside();
    for (const _ of [1, 2]) await stage.converges();
    const kept = await generations(stage.host);
    const list = await must(stage.host, `${STATE}/guard undo`);
    expect(list.split("\n").map((line) => line.split("\t")[0])).to.deep.equal(kept.toReversed());
    expect(list).to.contain(`\torganization/fleet/dev\tbefore a change of ${CODER}`);
    const said = await must(stage.host, `${STATE}/guard undo ${kept.at(-2)}`);
    expect(said).to.contain("the blocks in .env stay as they are");
    expect(await stage.outside()).to.deep.equal(first);
    stage.declare(0);
    expectFailure(await stage.pulumi.up(), "[changed-on-host]");
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
  });

  it("is no secret, and no more than five generations, for root alone", async () => {
    for (const TELEGRAM_BOT_TOKEN of ["1-secret-token", "2-secret-token"]) {
      stage.declare(0, 300, { env: { TELEGRAM_BOT_TOKEN } });
      expectRun(await stage.pulumi.up(), CHANGED);
    }
    await until("older ones are gone", async () => (await generations(stage.host)).length === 5);
    const found = await must(stage.host, `grep -rl '[0-9]-secret-token' ${STATE} /etc /run /var/log || true`);
    expect(found).to.equal("");
    expect(await must(stage.host, `stat -c %a ${STATE} ${STATE}/guard`)).to.equal("700\n700");
  });

  it("is nothing when the last gateway is removed", async () => {
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    expect(await remains(stage.host)).to.equal("");
  });
});
