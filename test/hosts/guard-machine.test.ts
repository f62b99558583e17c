import { expect } from "chai";
import { expectFailure } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { CODER, useGuardStage } from "./support/guard-stage";
import { fates, fault, reached, signalWorker } from "./support/guard-state";
import { lifeOf, must, serving } from "./support/inspect";

const UNITS = "/etc/systemd/system";
const STATE = "/var/lib/hermes-fleet";

/** A small file system in place of a directory, with its content. */
const shrink = (path: string) => `
  mkdir -p ${path} /mnt${path} && mount -t tmpfs -o size=600k none /mnt${path} &&
  cp -a ${path}/. /mnt${path}/ && mount --bind /mnt${path} ${path}`;
const restore = (path: string) => `
  umount -l ${path} && cp -a --remove-destination /mnt${path}/. ${path}/ && umount /mnt${path}`;
const fill = (path: string) => `cat /dev/zero >>${path}/filler 2>/dev/null || true`;

describe("a machine in trouble while a change is watched", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();

  it("without power: after the boot the old winner runs, and nobody else", async () => {
    const before = await stage.outside();
    const health = { healthyForSeconds: 300, deadlineSeconds: 300 };
    stage.write({ priority: 1 }, { priority: 2, health });
    // The winner to be takes its name out of the old one's file and stops it; the old one has no part in the run.
    const run = stage.pulumi.up({ targets: ["hermes/vm1/writer"] });
    await stage.watched();
    await until("the new winner runs", async () => (await serving(stage.host)).join() === "writer");
    expect(await stage.outside()).to.not.deep.equal(before);
    await stage.host.kill();
    expect((await run).exitCode).to.not.equal(0);
    await stage.host.boot();
    await stage.putBack();
    expect(await stage.outside()).to.deep.equal(before);
    expect(await must(stage.host, "systemctl --failed --plain --no-legend")).to.equal("");
    expect(await must(stage.host, `ls ${UNITS}/multi-user.target.wants | grep gateway`)).to.equal(CODER);
    stage.declare(0);
    const after = await stage.pulumi.up();
    expect(after.exitCode, after.text).to.equal(0);
    expect(await serving(stage.host)).to.deep.equal(["coder"]);
  });

  it("rebooted in order comes to the same", async () => {
    const before = await stage.outside();
    stage.declare();
    await stage.whileWatched(() => stage.host.reboot());
    await stage.putBack();
    expect(await stage.outside()).to.deep.equal(before);
    await stage.converges();
  });

  it("cut off in the middle of putting itself back goes on with it after the boot", async () => {
    const before = await stage.outside();
    stage.declare();
    await fault(stage.host, "guard-reload", "wait");
    await stage.whileWatched(async () => {
      await signalWorker(stage.host, "SIGKILL");
      await until("the guard is at work", async () => (await reached(stage.host)) === "guard-reload");
      await must(stage.host, `rm ${STATE}/fault.reached`);
      await stage.host.kill();
    });
    // The boot's guard comes to the same step, before which the machine is not up.
    const booted = stage.host.boot();
    const atStep = async () => (await reached(stage.host).catch(() => "off")) === "guard-reload";
    await until("the boot's guard is there", atStep);
    await fault(stage.host, "", "none");
    await booted;
    await stage.putBack();
    expect(await stage.outside()).to.deep.equal(before);
    await stage.converges();
  });

  it("with full disks puts itself back all the same, and begins nothing else", async () => {
    const before = await stage.outside();
    await must(stage.host, `${shrink(UNITS)} && ${shrink(STATE)}`);
    try {
      stage.declare();
      await stage.whileWatched(async () => {
        await must(stage.host, `${fill(UNITS)}; ${fill(STATE)}`);
        await signalWorker(stage.host, "SIGKILL");
      });
      await stage.putBack();
      expect(await stage.outside()).to.deep.equal(before);
      stage.declare(0);
      const life = await lifeOf(stage.host, CODER);
      const refuses = async (text: string) => {
        expectFailure(await stage.pulumi.up(), text);
        expect([await stage.outside(), await lifeOf(stage.host, CODER)]).to.deep.equal([before, life]);
      };
      // Putting back has taken away what was staged.
      await must(stage.host, `${fill(UNITS)}; ${fill(STATE)}`);
      await refuses("No space left on device");
      await must(stage.host, `rm ${UNITS}/filler; ${fill(STATE)}`);
      await refuses("[guard-failed]");
      await must(stage.host, `rm ${STATE}/filler; ${fill(UNITS)}`);
      await refuses("No space left on device");
    } finally {
      await must(stage.host, `rm -f ${UNITS}/filler ${STATE}/filler; ${restore(UNITS)} && ${restore(STATE)}`);
      await must(stage.host, "systemctl daemon-reload");
    }
    await stage.converges();
  });

  it("whose systemd cannot read its files again goes on until it can", async () => {
    const before = await stage.outside();
    stage.declare(1);
    await fault(stage.host, "reload", "wait");
    const run = stage.pulumi.up();
    await until("it is before the reload", async () => (await reached(stage.host)) === "reload");
    await must(stage.host, `mount -o remount,size=4m /run; ${fill("/run")}; rm ${STATE}/fault`);
    const { exitCode, text } = await run;
    expect(exitCode, text).to.not.equal(0);
    await until("it is tried again", async () => (await fates(stage.host)).join() === "rollback-failed");
    await must(stage.host, "rm /run/filler; mount -o remount,size=20% /run");
    await stage.putBack(60);
    expect(await stage.outside()).to.deep.equal(before);
    await stage.converges();
  });
});
