import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { CHANGED, useGuardStage } from "./support/guard-stage";
import { fault, keptGenerations, reached, signalWorker } from "./support/guard-state";
import { must } from "./support/inspect";

const WATCHES = "journalctl -b _PID=1 -o cat --no-pager | grep -c '^Started hermes-fleet-watch' || true";
const FAILED = "systemctl --failed --plain --no-legend";

describe("a change is seen through", function () {
  this.timeout(120_000);
  const stage = useGuardStage();

  it("by its own service alone when all goes well", async () => {
    const before = await must(stage.host, WATCHES);
    stage.declare(1);
    expectRun(await stage.pulumi.up(), CHANGED);
    await keptGenerations(stage.host);
    expect(await must(stage.host, WATCHES)).to.equal(before);
  });

  it("by the watch when its worker dies, and no failed service is left", async () => {
    const [before, watches] = [await stage.outside(), Number(await must(stage.host, WATCHES))];
    stage.declare();
    const { text } = await stage.whileWatched(() => signalWorker(stage.host, "SIGKILL"));
    expect(text).to.contain(
      "Main process exited, code=killed, status=9/KILL Failed with result 'signal'. [host-script-failed]",
    );
    await stage.putBack();
    expect(await stage.outside()).to.deep.equal(before);
    await keptGenerations(stage.host);
    expect(Number(await must(stage.host, WATCHES))).to.equal(watches + 1);
    expect(await must(stage.host, FAILED)).to.equal("");
    await stage.converges();
  });

  for (const [how, end] of [
    ["is told to end", () => signalWorker(stage.host, "SIGTERM")],
    ["is stopped as a service", () => must(stage.host, "systemctl stop 'hermes-fleet-apply-*'")],
  ] as const) {
    it(`by the watch when its worker ${how}`, async () => {
      const before = await stage.outside();
      stage.declare();
      const { text } = await stage.whileWatched(end);
      expect(text).to.contain("[host-script-failed]");
      await stage.putBack();
      expect(await stage.outside()).to.deep.equal(before);
      await stage.converges();
    });
  }

  it("by the watch also where another worker dies while it is about to end", async () => {
    stage.declare(1);
    expectRun(await stage.pulumi.up(), CHANGED);
    await keptGenerations(stage.host);
    const text = await stage.outside();
    // It waits for the lock when a change, the newest of those that last, is one again whose time is over.
    await must(
      stage.host,
      `exec 9<>/run/hermes-fleet.lock
       flock 9
       systemctl start hermes-fleet-watch
       until pgrep -x flock >/dev/null; do sleep 0.1; done
       cd /var/lib/hermes-fleet
       newest=$(ls generations | sort -n | tail -n 1)
       mv generations/$newest/confirmed records/\${newest#*-}
       echo 'deadline 0' >>records/\${newest#*-}
       systemctl start hermes-fleet-watch`,
    );
    await stage.putBack();
    expect(await stage.outside()).to.not.deep.equal(text);
    // Pulumi had been told that this change lasts.
    stage.declare(0);
    expectRun(await stage.pulumi.up({ refresh: true }), CHANGED);
  });

  it("by the watch when what attends it dies, and lasts", async () => {
    const watches = Number(await must(stage.host, WATCHES));
    stage.declare(3);
    await fault(stage.host, "close", "wait");
    const run = stage.pulumi.up();
    await until("it is about to end", async () => (await reached(stage.host)) === "close");
    const unit = await must(stage.host, "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*'");
    const worker = await must(stage.host, `systemctl show -p MainPID --value ${unit.split(" ")[0]}`);
    // The one shell among the worker's children.
    await must(stage.host, `pkill -KILL -P ${worker} -x sh`);
    await fault(stage.host, "", "none");
    expectRun(await run, CHANGED);
    await keptGenerations(stage.host);
    expect(Number(await must(stage.host, WATCHES))).to.equal(watches + 1);
    expect(await must(stage.host, FAILED)).to.equal("");
  });

  it("by nobody once the last gateway is gone, and no lock is left", async () => {
    const left = await must(
      stage.host,
      `exec 9<>/run/hermes-fleet.lock
       flock 9
       sh /var/lib/hermes-fleet/guard attend 9>&- &
       until pgrep -x flock >/dev/null; do sleep 0.1; done
       mv /var/lib/hermes-fleet /var/lib/hermes-fleet.gone
       rm /run/hermes-fleet.lock
       exec 9>&-
       wait
       mv /var/lib/hermes-fleet.gone /var/lib/hermes-fleet
       ls /run/hermes-fleet.lock || true`,
    );
    expect(left).to.equal("");
  });

  it("by the watch from the start where systemd finds what is new only in a reload", async () => {
    const systemctl = "/usr/local/sbin/systemctl";
    const library = "/usr/lib/systemd/libsystemd-shared-245.so";
    const script = `#!/bin/sh\\n[ "$1" != --version ] || { echo "systemd 245 (245.4-1)"; exit; }\\nexec /usr/bin/systemctl "$@"\\n`;
    await must(
      stage.host,
      `printf '${script}' >${systemctl} && chmod 755 ${systemctl} && touch ${library}
       rm /etc/systemd/system/hermes-fleet-*.service && systemctl daemon-reload`,
    );
    try {
      const watches = Number(await must(stage.host, WATCHES));
      // The second change finds the guard installed by the first.
      for (const onFailure of ["", "hermes-fleet-watch.service"]) {
        stage.declare(0);
        await fault(stage.host, "armed", "wait");
        const run = stage.pulumi.up();
        await until("it is armed", async () => (await reached(stage.host)) === "armed");
        const shown = await must(stage.host, "systemctl show -p OnFailure --value 'hermes-fleet-apply-*'");
        expect(shown).to.equal(onFailure);
        await fault(stage.host, "", "none");
        expectRun(await run, CHANGED);
        await keptGenerations(stage.host);
        expect(Number(await must(stage.host, WATCHES)) - watches).to.equal(1);
      }
    } finally {
      await must(stage.host, `rm -f ${systemctl} ${library}`);
    }
  });
});
