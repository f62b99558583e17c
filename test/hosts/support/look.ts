import type { LabHost } from "../../lab/lab-host";

/** A gateway as somebody sees who logs in: what systemd says, and what lies on the disk. */
export interface Gateway {
  readonly ActiveState: string;
  readonly Result: string;
  readonly MainPID: string;
  readonly NRestarts: string;
  readonly InvocationID: string;
  readonly ActiveEnterTimestampMonotonic: string;
  readonly NeedDaemonReload: string;
  /** Inode and times of the unit file: another one after every write, also of equal bytes. */
  readonly written: string;
  /** Whether a boot starts it. */
  readonly linked: "yes" | "no";
  /** The owner in the mark. */
  readonly owner: string;
}

/** All gateways that have a unit file on a host, by unit. */
export async function gatewaysOn(host: LabHost): Promise<Record<string, Gateway>> {
  const text = await must(host, LOOK);
  const blocks = text.split("\n\n").filter((block) => block.trim() !== "");
  return Object.fromEntries(
    blocks.map((block) => {
      const lines = block.trim().split("\n");
      const { Id = "", ...gateway } = Object.fromEntries(
        lines.map((line) => line.split(/=(.*)/s).slice(0, 2)),
      );
      return [Id, gateway as unknown as Gateway];
    }),
  );
}

const LOOK = `cd /etc/systemd/system
for unit in hermes-*.service; do
  [ -f "$unit" ] || continue
  systemctl show -p Id,ActiveState,Result,MainPID,NRestarts,InvocationID,ActiveEnterTimestampMonotonic,NeedDaemonReload -- "$unit"
  echo "written=$(stat -c '%i %y %z' "$unit")"
  if [ -L "multi-user.target.wants/$unit" ]; then echo linked=yes; else echo linked=no; fi
  echo "owner=$(sed -n 's/^Owner=//p' "$unit")"
  echo
done`;

/** How each gateway of a host stands in short: `active linked`, `inactive`, `failed linked`. */
export async function standing(host: LabHost): Promise<Record<string, string>> {
  const gateways = Object.entries(await gatewaysOn(host));
  return Object.fromEntries(
    gateways.map(([unit, { ActiveState, linked }]) => [
      unit,
      linked === "yes" ? `${ActiveState} linked` : ActiveState,
    ]),
  );
}

/** What has happened on a host so far, by its own journal. */
export interface Counts {
  /** Reloads of the manager. */
  readonly reloads: number;
  /** SSH log-ins. */
  readonly connections: number;
  /** Commands by SSH: transactions and looks. */
  readonly commands: number;
}

/** Reads the counts; the journal is flushed first. */
export async function countsOn(host: LabHost): Promise<Counts> {
  const text = await must(
    host,
    `journalctl --sync
     journalctl _PID=1 -o cat --no-pager | grep -c '^Reloading\\.'
     journalctl -t sshd -o cat --no-pager | grep -c '^Accepted '
     journalctl -t sshd -o cat --no-pager | grep -c '^Starting session: command'
     true`,
  );
  const [reloads = 0, connections = 0, commands = 0] = text.trim().split("\n").map(Number);
  return { reloads, connections, commands };
}

/** What happened on each host while `act` ran. */
export async function during(hosts: readonly LabHost[], act: () => Promise<void>): Promise<Counts[]> {
  const before = await Promise.all(hosts.map(countsOn));
  await act();
  const after = await Promise.all(hosts.map(countsOn));
  return after.map((now, index) => {
    const then = before[index] as Counts;
    return {
      reloads: now.reloads - then.reloads,
      connections: now.connections - then.connections,
      commands: now.commands - then.commands,
    };
  });
}

/** Everything on a host that would be ours: files, links, state, locks, units that systemd still remembers. */
export async function leftovers(host: LabHost): Promise<string> {
  return must(
    host,
    `find /etc/systemd /run/systemd/system /run/systemd/transient -iname '*hermes*'
     find /run /var/lib -maxdepth 1 -name '*hermes*'
     systemctl list-units --all --plain --no-legend 'hermes*'
     systemctl list-units --failed --plain --no-legend`,
  );
}

/** Runs a script that has to succeed. @throws Error with what it said */
export async function must(host: LabHost, script: string, user = "root"): Promise<string> {
  const { code, stdout, stderr } = await host.run(script, { user });
  if (code !== 0) throw new Error(`${host.name}: exit status ${code}\n${script}\n${stdout}${stderr}`);
  return stdout;
}

/** The stand-in gateway's own record: each start and end of a profile. */
export async function recordOf(host: LabHost, home: string): Promise<{ event: string; status?: number }[]> {
  const text = await must(host, `cat ${home}/logs/standin.log 2>/dev/null; true`);
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
