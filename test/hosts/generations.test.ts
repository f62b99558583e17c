import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { CHANGED, CODER, useGuardStage } from "./support/guard-stage";
import { contacts, generations, keptGenerations, records } from "./support/guard-state";
import { lifeOf, logins, must, remains } from "./support/inspect";

const STATE = "/var/lib/hermes-fleet";
const ENV = "/home/hermes/.hermes/profiles/coder/.env";

describe("what a host keeps of its changes", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();
  const spent = async (run: () => Promise<unknown>) => {
    const before = [await logins(stage.host), await contacts(stage.host)] as const;
    await run();
    return [(await logins(stage.host)) - before[0], (await contacts(stage.host)) - before[1]];
  };
  const kept = () => keptGenerations(stage.host);

  it("is nothing after first creates with nothing to put back, which ask it once", async () => {
    expect(await contacts(stage.host)).to.equal(1);
    expect(await must(stage.host, `ls -A ${STATE} 2>/dev/null || true`)).to.equal("");
  });

  it("is a generation after a healthy change, which asks it once over one connection and confirms on the same channel", async () => {
    const [unit] = await stage.outside();
    stage.declare(1);
    const cost = await spent(async () => expectRun(await stage.pulumi.up(), CHANGED));
    expect(cost).to.deep.equal([1, 1]);
    expect([await records(stage.host), await kept()]).to.deep.equal([[], ["1"]]);
    expect(await must(stage.host, `cat ${STATE}/generations/1-*/units/${CODER}`)).to.equal(unit);
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
    const before = await kept();
    const list = await must(stage.host, `${STATE}/guard undo`);
    expect(list.split("\n").map((line) => line.split("\t")[0])).to.deep.equal(before.toReversed());
    expect(list).to.contain(`\torganization/fleet/dev\tbefore a change of ${CODER}`);
    const said = await must(stage.host, `${STATE}/guard undo ${before.at(-2)}`);
    expect(said).to.contain("the blocks in .env stay as they are");
    expect(await stage.outside()).to.deep.equal(first);
    stage.declare(0);
    expectFailure(await stage.pulumi.up(), "[changed-on-host]");
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
  });

  it("is no secret, and no more than the last five generations, for root alone", async () => {
    for (const TELEGRAM_BOT_TOKEN of ["1-secret-token", "2-secret-token"]) {
      stage.declare(0, 300, { env: { TELEGRAM_BOT_TOKEN } });
      expectRun(await stage.pulumi.up(), CHANGED);
    }
    const five = await kept();
    const last = Number(five.at(-1));
    expect(last).to.be.greaterThan(5);
    expect(five).to.deep.equal([4, 3, 2, 1, 0].map((before) => String(last - before)));
    const found = await must(stage.host, `grep -rl '[0-9]-secret-token' ${STATE} /etc /run /var/log || true`);
    expect(found).to.equal("");
    expect(await must(stage.host, `stat -c %a ${STATE} ${STATE}/guard`)).to.equal("700\n700");
  });

  it("leads back with the secret of now, the only one there is", async () => {
    const holders = () =>
      must(
        stage.host,
        `grep -r '[0-9]-secret-token' /home ${STATE} /etc /run --include=.env --include='env*' || true`,
      );
    const only = await holders();
    expect(only).to.equal(`${ENV}:TELEGRAM_BOT_TOKEN=2-secret-token`);
    const [first] = await kept();
    const { InvocationID } = await lifeOf(stage.host, CODER);
    const said = await must(stage.host, `${STATE}/guard undo ${first}`);
    expect(said).to.contain("the blocks in .env stay as they are: a generation keeps no secret");
    expect(await holders()).to.equal(only);
    const { InvocationID: now, MainPID } = await lifeOf(stage.host, CODER);
    expect(now).to.not.equal(InvocationID);
    expect(await must(stage.host, `ps -o user= -p ${MainPID}`)).to.equal("hermes");
    expectRun(await stage.pulumi.up({ refresh: true }), CHANGED);
    expect(await holders()).to.equal(only);
  });

  it("is nothing older than thirty days once another change has lasted", async () => {
    const [oldest = "", older = "", ...rest] = await kept();
    const age = (number: string, days: number) =>
      must(stage.host, `touch -d '${days} days ago' ${STATE}/generations/${number}-*`);
    await age(oldest, 32);
    await age(older, 32);
    for (const number of rest) await age(number, 29);
    await stage.converges();
    expect(await kept()).to.deep.equal([...rest, String(Number(rest.at(-1)) + 1)]);
  });

  it("stays when the last gateway is removed, where it is to, and leads back on the host alone", async () => {
    const coder = { priority: 2, environment: { KEPT: "1" } };
    stage.write(coder, { priority: 1 }, { keepGenerations: true });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    const before = await kept();
    const unit = await must(stage.host, `cat ${STATE}/generations/${before.at(-1)}-*/units/${CODER}`);
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    const left = (await remains(stage.host)).split("\n").filter((path) => !path.startsWith(STATE));
    expect(left).to.deep.equal([]);
    expect(await must(stage.host, `ls -A ${STATE}`)).to.equal("generations\nguard");
    expect(await generations(stage.host)).to.deep.equal(before);
    const said = await must(stage.host, `${STATE}/guard undo ${before.at(-1)}`);
    expect(said).to.contain(`the previous ${CODER} is back`);
    expect(await stage.outside()).to.deep.equal([unit, ["coder"]]);
    await stage.host.reboot();
    expect(await stage.outside()).to.deep.equal([unit, ["coder"]]);
    await must(
      stage.host,
      `systemctl disable --now ${CODER} && rm /etc/systemd/system/${CODER} && systemctl daemon-reload`,
    );
    stage.write({ priority: 2 }, { priority: 1 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
  });

  it("is nothing when the last gateway is removed", async () => {
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    expect(await remains(stage.host)).to.equal("");
  });
});
