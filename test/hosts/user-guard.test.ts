import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { CHANGED, CODER, useGuardStage } from "./support/guard-stage";
import { deeds, fault, generations, passed, reached, records, signalWorker } from "./support/guard-state";
import { must, serving, unitOf } from "./support/inspect";
import { inUserManager, linger } from "./support/user-manager";

const STATE = "/var/lib/hermes-fleet";
const DIRECTORY = "/home/hermes/.config/systemd/user";
const WRITER = unitOf("writer");
/** Which of what is seen from outside is root's record of the account's units. */
const RECORDED = 5;

describe("a host whose change of an account's unit is not seen through", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage({ scope: "user" });
  const enabled = () =>
    inUserManager(stage.host, "hermes", `systemctl --user is-enabled ${CODER} ${WRITER} || true`);
  /** The winner's unit, who runs and as whom, what a boot starts, and root's record of what is the account's. */
  const outside = async () => [
    ...(await stage.outside()),
    await must(stage.host, "ps -o user= -p $(pgrep -f 'profile [a-z]* gateway run') | sort -u"),
    await must(stage.host, `stat -c '%U %a' ${stage.file}`),
    await enabled(),
    await must(stage.host, `cd ${STATE}/user && find . -type f | sort | xargs -d '\\n' tail -n +1`),
    await linger(stage.host),
  ];
  /** Nothing lies beside the units any more. */
  const beside = () => must(stage.host, `find ${DIRECTORY} -name '.hermes*'`);

  /** What keeps gateways of different managers apart. */
  const locks = () =>
    must(
      stage.host,
      "find /etc/tmpfiles.d /etc/systemd/user /run/hermes-fleet -name '*hermes*' 2>/dev/null || true",
    );

  before(() =>
    must(
      stage.host,
      "printf '#!/bin/sh\\nexit 3\\n' >/usr/local/bin/hermes-ends && chmod 755 /usr/local/bin/hermes-ends",
    ),
  );

  it("has it back, enabled and running under its account, when the new one dies", async () => {
    const before = await outside();
    stage.declare(2, 30, { executable: "/usr/local/bin/hermes-ends" });
    expectFailure(await stage.pulumi.up(), "[gateway-failed]", `hermes/${CODER} is active again`);
    expect([await outside(), await beside(), await records(stage.host)]).to.deep.equal([before, "", []]);
    await stage.converges();
  });

  for (const step of ["install", "reload", "start", "watch", "close"]) {
    it(`puts back everything when the worker dies at the step ${step}; the next up says so and goes on`, async () => {
      const before = await outside();
      stage.declare(1);
      await fault(stage.host, step, "kill");
      expectFailure(await stage.pulumi.up(), "[host-script-failed]");
      expect(await passed(stage.host)).to.include(step);
      await stage.putBack(10);
      await fault(stage.host, step, "none");
      expect([await outside(), await beside()]).to.deep.equal([before, ""]);
      const { text } = await stage.converges();
      expect(text).to.contain("the host has put back a change of organization/fleet/dev");
    });
  }

  it("puts back who won, within the account's manager", async () => {
    const before = await outside();
    const health = { healthyForSeconds: 300, deadlineSeconds: 300 };
    stage.write({ priority: 1 }, { priority: 2, health });
    const run = stage.pulumi.up({ targets: ["hermes/vm1/writer"] });
    await stage.watched();
    await until("the new winner runs", async () => (await serving(stage.host)).join() === "writer");
    await signalWorker(stage.host, "SIGKILL");
    expect((await run).exitCode).to.not.equal(0);
    await stage.putBack();
    expect([await outside(), await beside()]).to.deep.equal([before, ""]);
    await stage.converges();
  });

  for (const end of ["without power", "rebooted in order"] as const) {
    it(`${end} comes up as it was before the change`, async () => {
      const before = await outside();
      stage.declare();
      await stage.whileWatched(async () => {
        expect(await outside()).to.not.deep.equal(before);
        if (end === "rebooted in order") await stage.host.reboot();
        else {
          await stage.host.kill();
          await stage.host.boot();
        }
      });
      await stage.putBack();
      expect([await outside(), await beside()]).to.deep.equal([before, ""]);
      // The new one was never started again: the account's manager came when its files were back.
      const turns = `journalctl -b _UID=$(id -u hermes) -o cat --no-pager | grep -c '^Started ${CODER}'`;
      expect(await must(stage.host, turns)).to.equal("1");
      await stage.converges();
    });
  }

  it("without power at the step install is put back by the boot", async () => {
    const before = await outside();
    stage.declare(1);
    await fault(stage.host, "env", "wait");
    const run = stage.pulumi.up();
    await until("it has installed", async () => (await reached(stage.host)) === "env");
    await stage.host.kill();
    await run;
    await stage.host.boot();
    await fault(stage.host, "", "none");
    await stage.putBack();
    expect([await outside(), await beside()]).to.deep.equal([before, ""]);
    await stage.converges();
  });

  it("leaves what the account edits meanwhile, and says so", async () => {
    stage.declare();
    await stage.whileWatched(async () => {
      await must(
        stage.host,
        `runuser -u hermes -- sh -c 'chmod 644 ${stage.file}; echo "# by hand" >>${stage.file}'`,
      );
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect(await deeds(stage.host)).to.equal(
      `hermes/${CODER} was edited since and is left as it is [rollback-conflict]; hermes/${CODER} was started again`,
    );
    expect((await stage.outside())[0]).to.match(/# by hand\n?$/);
    stage.declare(0);
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
    expect((await stage.outside())[0]).to.not.contain("# by hand");
  });

  it("has the old file back from root's copy when the account takes away the one beside it", async () => {
    const before = await outside();
    stage.declare();
    await stage.whileWatched(async () => {
      await must(
        stage.host,
        `runuser -u hermes -- sh -c 'echo "# false" >${DIRECTORY}/.hermes*.old.tmp/false; rm -r ${DIRECTORY}/.hermes*.old.tmp'`,
      );
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect([await outside(), await beside()]).to.deep.equal([before, ""]);
    await stage.converges();
  });

  it("has its files back also while the account has no manager, which finds them when it comes", async () => {
    const before = await outside();
    await must(stage.host, `rm -r ${STATE}/linger`);
    stage.declare();
    await stage.whileWatched(async () => {
      await signalWorker(stage.host, "SIGSTOP");
      await must(
        stage.host,
        "loginctl disable-linger hermes; while pgrep -u hermes >/dev/null; do sleep 0.1; done",
      );
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect(await deeds(stage.host)).to.equal(
      `the previous hermes/${CODER} is back; hermes/${CODER} starts when its account logs in`,
    );
    await must(stage.host, "loginctl enable-linger hermes");
    await until("it runs", async () => (await serving(stage.host)).join() === "coder");
    expect([await outside(), await beside()]).to.deep.equal([before, ""]);
    await stage.converges();
    await must(stage.host, `mkdir ${STATE}/linger && : >${STATE}/linger/hermes`);
  });

  it("leads back without Pulumi to before any of its changes", async () => {
    const first = await outside();
    for (const _ of [1, 2]) await stage.converges();
    const kept = await generations(stage.host);
    const list = await must(stage.host, `${STATE}/guard undo`);
    expect(list).to.contain(`before a change of hermes/${CODER}`);
    const said = await must(stage.host, `${STATE}/guard undo ${kept.at(-2)}`);
    expect(said).to.contain(`the previous hermes/${CODER} is back`);
    expect([await outside(), await beside()]).to.deep.equal([first, ""]);
    stage.declare(0);
    expectFailure(await stage.pulumi.up(), "[changed-on-host]");
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
  });

  /** Whether the change that is watched took both gateways in; the other one's is over and stays otherwise. */
  const tookBoth = async () =>
    (await must(stage.host, `cat "$(ls -d ${STATE}/generations/* | sort -V | tail -n 1)"/manifest`)).includes(
      WRITER,
    );

  /** After a move to the system's manager that was put back: the gateway is as before, and so is whatever went with it. */
  const backFromTheMove = async (before: readonly unknown[], both: boolean) => {
    await stage.putBack();
    const lock = both ? "" : "\ncoder+writer@hermes.lock";
    const expected = before.map((one, i) => (i === RECORDED ? `${one}${lock}` : one));
    expect([await outside(), await beside()]).to.deep.equal([expected, ""]);
    expect(await must(stage.host, "ls /etc/systemd/system | grep hermes-gateway || true")).to.equal("");
    if (both) await until("no lock is left", async () => (await locks()) === "");
    stage.declare(0);
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect([await serving(stage.host), await locks(), await records(stage.host)]).to.deep.equal([
      ["coder"],
      "",
      [],
    ]);
  };

  it("goes back from the system's manager, with linger and root's record, when a move there is cut off", async () => {
    const before = await outside();
    let both = false;
    stage.declare(300, 300, { scope: "system" });
    await stage.whileWatched(async () => {
      expect(
        await must(
          stage.host,
          `systemctl is-active ${CODER}; ls ${stage.file} 2>&1 | grep -c 'cannot access'`,
        ),
      ).to.equal("active\n1");
      expect(await locks()).to.contain("/run/hermes-fleet/");
      both = await tookBoth();
      await signalWorker(stage.host, "SIGKILL");
    });
    await backFromTheMove(before, both);
  });

  it("and when the power fails meanwhile", async () => {
    const before = await outside();
    let both = false;
    stage.declare(300, 300, { scope: "system" });
    await stage.whileWatched(async () => {
      both = await tookBoth();
      await stage.host.kill();
      await stage.host.boot();
    });
    await backFromTheMove(before, both);
  });

  it("leads back from a move of everything to the system's manager, which has ended linger", async () => {
    const before = await outside();
    stage.write({ scope: "system", priority: 2 }, { scope: "system", priority: 1 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect([await serving(stage.host), await linger(stage.host)]).to.deep.equal([["coder"], ""]);
    const newest = (await generations(stage.host)).at(-1);
    const oldest = await must(
      stage.host,
      `grep -l "^file.hermes/" ${STATE}/generations/*/manifest | sed 's|.*/\\([0-9]*\\)-.*|\\1|' | sort -n | tail -n 1`,
    );
    expect(Number(oldest)).to.be.at.most(Number(newest));
    await must(stage.host, `${STATE}/guard undo ${oldest}`);
    expect((await outside())[1]).to.deep.equal(["coder"]);
    expect([(await outside())[0], await linger(stage.host)]).to.deep.equal([before[0], "hermes"]);
    stage.write({ priority: 2 }, { priority: 1 });
    const run = await stage.pulumi.up({ refresh: true });
    expect(run.exitCode, run.text).to.equal(0);
    expect([await serving(stage.host), await enabled()]).to.deep.equal([["coder"], "enabled\ndisabled"]);
  });

  it("takes a first one away again, and linger with it", async () => {
    expectRun(await stage.pulumi.destroy(), {
      "hermes/vm1/coder": "delete",
      "hermes/vm1/writer": "delete",
    });
    stage.declare();
    await stage.whileWatched(async () => {
      expect(await linger(stage.host)).to.equal("hermes");
      await signalWorker(stage.host, "SIGKILL");
    });
    await stage.putBack();
    expect([
      await serving(stage.host),
      await linger(stage.host),
      await beside().catch(() => ""),
    ]).to.deep.equal([[], "", ""]);
    expect(await must(stage.host, `ls ${STATE}/user 2>/dev/null || true`)).to.equal("");
  });

  it("leads back after a destroy that leaves its generations, and gives the account its manager again", async () => {
    const kept = { keepGenerations: true };
    const health = { healthyForSeconds: 0 };
    stage.write({ priority: 2, health }, { priority: 1, health }, kept);
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    const [unit] = await stage.outside();
    stage.write({ priority: 2, health, environment: { A: "1" } }, { priority: 1, health }, kept);
    expectRun(await stage.pulumi.up(), CHANGED);
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    expect([await serving(stage.host), await linger(stage.host)]).to.deep.equal([[], ""]);
    await must(stage.host, `${STATE}/guard undo ${(await generations(stage.host)).at(-1)}`);
    expect(await stage.outside()).to.deep.equal([unit, ["coder"]]);
    expect([await linger(stage.host), await beside()]).to.deep.equal(["hermes", ""]);
    expect(await must(stage.host, "ls /home/hermes/.config/systemd/user/default.target.wants")).to.equal(
      CODER,
    );
  });
});
