import { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";

const COUNT = 3;
const BUILD_TIMEOUT_MS = 15 * 60_000;

let started: Promise<Lab> | undefined;

// At the root: the hosts serve every file that imports this, and go after the last test.
after(async () => {
  await (await started)?.down();
});

/** The lab of this run: three hosts, started by the first `describe` that asks. */
export function sharedLab(): Promise<Lab> {
  started ??= Lab.up(COUNT, { name: "hosts" });
  return started;
}

/** Hosts for one `describe`, with nothing of ours on them before and after; in order, from the first test on. */
export function useHosts(count: number): LabHost[] {
  const hosts: LabHost[] = [];
  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    hosts.push(...(await sharedLab()).hosts.slice(0, count));
    await Promise.all(hosts.map(sweep));
  });
  after(async () => {
    await Promise.all(hosts.map(sweep));
  });
  return hosts;
}

/** Takes away whatever a test left, so that the next one finds an empty machine. */
async function sweep(host: LabHost): Promise<void> {
  await host.boot();
  await host.run(
    `systemctl stop 'hermes-*' 2>/dev/null
     rm -rf /etc/systemd/system/*hermes* /etc/systemd/system/*/hermes-* /etc/systemd/system.control/hermes-*
     rm -rf /var/lib/hermes-fleet /run/hermes-fleet* /home/*/.hermes /usr/local/bin/test-* /usr/local/sbin/systemctl
     systemctl daemon-reload; systemctl reset-failed; true`,
  );
}
