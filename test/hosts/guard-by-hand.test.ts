import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { CHANGED, CODER, useGuardStage } from "./support/guard-stage";
import { deeds, fates, fault, keptGenerations, reached, records, signalWorker } from "./support/guard-state";
import { lifeOf, must } from "./support/inspect";

const STATE = "/var/lib/hermes-fleet";
const UNIT = `/etc/systemd/system/${CODER}`;
const ENV = "/home/hermes/.hermes/profiles/coder/.env";
const LEFT = `${ENV} was edited since and is left as it is [rollback-conflict]`;
const WITH_MINE = (token: string) =>
  new RegExp(`^hermes 600\\n# >>>.*\\nTELEGRAM_BOT_TOKEN=${token}\\n# <<<.*\\nMINE=1$`);

describe("a host that puts itself back while somebody is at it", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();
  const env = () => must(stage.host, `stat -c '%U %a' ${ENV}; cat ${ENV}`);
  const token = (value: string) => ({ env: { TELEGRAM_BOT_TOKEN: value } });
  /** A change whose worker dies once it has written the new block, after somebody did something. */
  const diesAfterEnv = async (value: string, script: string) => {
    stage.declare(1, 300, token(value));
    await fault(stage.host, "reload", "wait");
    const run = stage.pulumi.up();
    await until("it is before the reload", async () => (await reached(stage.host)) === "reload");
    expect(await env()).to.contain(value);
    await must(stage.host, script);
    await signalWorker(stage.host, "SIGKILL");
    expectFailure(await run, "[host-script-failed]");
    await fault(stage.host, "", "none");
    await stage.putBack();
    expect(await must(stage.host, `grep -rl '[12]-secret-token' ${STATE} /etc /run || true`)).to.equal("");
  };

  it("leaves a .env that somebody has added to as it is, and says so; a refresh takes it back", async () => {
    stage.declare(0, 300, token("1-secret-token"));
    expectRun(await stage.pulumi.up(), CHANGED);
    const before = await stage.outside();
    await diesAfterEnv("2-secret-token", `echo MINE=1 >>${ENV}`);
    expect(await deeds(stage.host)).to.contain(LEFT);
    expect(await env()).to.match(WITH_MINE("2-secret-token"));
    expect(await stage.outside()).to.deep.equal(before);
    stage.declare(0, 300, token("1-secret-token"));
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
    expect(await env()).to.match(WITH_MINE("1-secret-token"));
  });

  it("leaves the block that somebody has edited, and says so", async () => {
    await diesAfterEnv("2-secret-token", `sed -i 's/2-secret-token/by-hand/' ${ENV}`);
    expect(await deeds(stage.host)).to.contain(LEFT);
    expect(await env()).to.contain("by-hand");
    stage.declare(0, 300, token("3-secret-token"));
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", "[rollback-conflict]");
    expect(await env()).to.contain("by-hand");
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
    expect(await env()).to.match(WITH_MINE("3-secret-token"));
    await stage.converges();
  });

  it("takes its own copy of a file where the one beside it cannot be renamed, and says why", async () => {
    const before = await stage.outside();
    stage.declare();
    await stage.whileWatched(async () => {
      await must(
        stage.host,
        `for old in /etc/systemd/system/.hermes-fleet.*.old.tmp/${CODER}; do mount --bind "$old" "$old"; done`,
      );
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect(await deeds(stage.host)).to.equal(
      `the previous ${CODER} is back, from its generation: the copy beside it could not be renamed (Device or resource busy); ${CODER} was started again`,
    );
    expect(await stage.outside()).to.deep.equal(before);
    await must(stage.host, `umount /etc/systemd/system/.hermes-fleet.*.old.tmp/${CODER}`);
    await stage.converges();
    const left = () => must(stage.host, "ls -A /etc/systemd/system | grep '^[.]hermes-fleet' || true");
    await until("nothing is left beside the units", async () => (await left()) === "");
  });

  it("keeps what is there when it is told to forget a change that it cannot put back", async () => {
    const kept = await keptGenerations(stage.host);
    const change = { environment: { KEPT: "1" } };
    stage.declare(300, 300, change);
    await stage.whileWatched(async () => {
      // Nothing can be renamed over it.
      await must(stage.host, `mount --bind ${UNIT} ${UNIT}`);
      await signalWorker(stage.host, "SIGKILL");
    });
    await until("it has failed", async () => (await fates(stage.host)).join() === "rollback-failed");
    const [there, life] = [await stage.outside(), await lifeOf(stage.host, CODER)];
    expect(there[0]).to.contain('"KEPT=1"');
    expect(await must(stage.host, `${STATE}/guard forget`)).to.equal(
      `forgotten: ${UNIT} could not be put back`,
    );
    expect(await records(stage.host)).to.deep.equal([]);
    await must(stage.host, `umount ${UNIT}`);
    stage.declare(0, 300, change);
    expectRun(await stage.pulumi.up(), CHANGED);
    expect([await stage.outside(), await lifeOf(stage.host, CODER)]).to.deep.equal([there, life]);
    // What it would have put back is kept like that of any change that lasts.
    expect(await keptGenerations(stage.host)).to.deep.equal(
      [...kept, String(Number(kept.at(-1)) + 1)].slice(-5),
    );
    await stage.converges();
  });
});
