import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { fleetOf, homeOf, unitOf } from "./support/fleet";
import { during, type Gateway, gatewaysOn, leftovers, must, recordOf } from "./support/look";
import { usePulumi } from "./support/pulumi";
import { useHosts } from "./support/shared-lab";

const PORTS = { coder: 18801, writer: 18802, critic: 18803 };
const ONE_TRANSACTION = { reloads: 1, connections: 1, commands: 1 };

type Profiles = Record<string, Record<string, unknown>>;

/** Profiles as they are first; the stand-in listens on the port that its `.env` names. */
function profilesWith(changes: Profiles = {}): Profiles {
  const plain = Object.entries(PORTS).map(([name, port]) => [name, listening(port)] as const);
  return { ...Object.fromEntries(plain), ...changes };
}

function listening(port: number): Record<string, unknown> {
  return { ports: [port], env: { API_SERVER_PORT: String(port) } };
}

describe("three hosts with three profiles", function () {
  this.timeout(120_000);
  const hosts = useHosts(3);
  const stage = usePulumi();
  const keys = ["vm1", "vm2", "vm3"];

  const write = (profiles: Profiles): void =>
    stage.project.writeFleet(
      fleetOf({
        hosts: Object.fromEntries(hosts.map((host, index) => [`vm${index + 1}`, host])),
        profiles,
      } as never),
    );
  const everywhere = (profile: string, change: string): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [`hermes/${key}/${profile}`, change]));
  const look = (): Promise<Record<string, Gateway>[]> => Promise.all(hosts.map(gatewaysOn));
  const each = async (
    check: (now: Record<string, Gateway>, then: Record<string, Gateway>) => void,
    then: Record<string, Gateway>[],
  ) => {
    const now = await look();
    now.forEach((gateways, index) => {
      check(gateways, then[index] ?? {});
    });
  };

  it("create: everything runs, is linked, listens, and took one transaction a host", async () => {
    await must(
      hosts[0] as never,
      `install -d ${homeOf("coder")} && echo 'MINE=1' >${homeOf("coder")}/.env`,
      "hermes",
    );
    write(profilesWith());
    const counts = await during(hosts, async () => {
      const created = await stage.pulumi.up();
      const all = ["coder", "critic", "writer"].map((profile) => everywhere(profile, "create"));
      expectRun(created, Object.assign({}, ...all));
    });
    expect(counts).to.deep.equal(hosts.map(() => ONE_TRANSACTION));
    for (const host of hosts) {
      const gateways = await gatewaysOn(host);
      expect(Object.keys(gateways)).to.deep.equal(["coder", "critic", "writer"].map(unitOf));
      for (const gateway of Object.values(gateways))
        expect(gateway).to.include({
          ActiveState: "active",
          linked: "yes",
          NRestarts: "0",
          NeedDaemonReload: "no",
        });
      for (const [profile, port] of Object.entries(PORTS)) {
        expect(await must(host, `stat -c '%U %a' ${homeOf(profile)}/.env`)).to.equal("hermes 600\n");
        await must(
          host,
          `for n in $(seq 100); do ss -Hltn sport = :${port} | grep -q . && exit; sleep 0.05; done; exit 1`,
        );
      }
      expect(await must(host, `stat -c '%U:%G %a' /etc/systemd/system/${unitOf("coder")}`)).to.equal(
        "root:root 644\n",
      );
    }
    expect(await must(hosts[0] as never, `head -n 1 ${homeOf("coder")}/.env`)).to.equal("MINE=1\n");
  });

  it("no-op: a plain up does not even dial", async () => {
    const then = await look();
    const counts = await during(hosts, async () => expectRun(await stage.pulumi.up(), {}));
    expect(counts).to.deep.equal(hosts.map(() => ({ reloads: 0, connections: 0, commands: 0 })));
    expect(await look()).to.deep.equal(then);
  });

  it("no-op with refresh: one look a host, nothing written, reloaded or restarted", async () => {
    const then = await look();
    const counts = await during(hosts, async () => expectRun(await stage.pulumi.up({ refresh: true }), {}));
    expect(counts).to.deep.equal(hosts.map(() => ({ reloads: 0, connections: 1, commands: 1 })));
    expect(await look()).to.deep.equal(then);
  });

  it("one changed setting restarts exactly that gateway", async () => {
    const then = await look();
    write(profilesWith({ coder: { ...listening(PORTS.coder), environment: { TONE: "dry" } } }));
    const counts = await during(hosts, async () =>
      expectRun(await stage.pulumi.up(), everywhere("coder", "update")),
    );
    expect(counts).to.deep.equal(hosts.map(() => ONE_TRANSACTION));
    await each((now, before) => {
      const { [unitOf("coder")]: coder, ...others } = now;
      const { [unitOf("coder")]: older, ...same } = before;
      expect(others).to.deep.equal(same);
      expect(coder).to.include({ ActiveState: "active", NRestarts: "0" });
      expect(coder?.InvocationID).to.not.equal(older?.InvocationID);
    }, then);
    for (const host of hosts) {
      const pid = `systemctl show -P MainPID ${unitOf("coder")}`;
      await must(host, `grep -qzx TONE=dry /proc/$(${pid})/environ`);
    }
  });

  it("a stop timeout takes effect by the reload alone", async () => {
    const then = await look();
    write(
      profilesWith({
        coder: { ...listening(PORTS.coder), environment: { TONE: "dry" } },
        writer: { ...listening(PORTS.writer), timeoutStopSec: 33 },
      }),
    );
    const counts = await during(hosts, async () =>
      expectRun(await stage.pulumi.up(), everywhere("writer", "update")),
    );
    expect(counts).to.deep.equal(hosts.map(() => ONE_TRANSACTION));
    await each((now, before) => {
      for (const [unit, gateway] of Object.entries(now)) {
        expect(gateway.InvocationID).to.equal(before[unit]?.InvocationID);
        expect(gateway).to.include({ ActiveState: "active", NeedDaemonReload: "no" });
      }
    }, then);
    for (const host of hosts)
      expect(await must(host, `systemctl show -P TimeoutStopUSec ${unitOf("writer")}`)).to.equal("33s\n");
    write(profilesWith());
    expectRun(await stage.pulumi.up(), {
      ...everywhere("coder", "update"),
      ...everywhere("writer", "update"),
    });
  });

  it("a profile added leaves the others alone, and so does its removal", async () => {
    const then = await look();
    write(profilesWith({ scout: { env: { NOTE: "x" } } }));
    const added = await during(hosts, async () =>
      expectRun(await stage.pulumi.up(), everywhere("scout", "create")),
    );
    await each((now, before) => {
      const { [unitOf("scout")]: scout, ...others } = now;
      expect(others).to.deep.equal(before);
      expect(scout).to.include({ ActiveState: "active", linked: "yes" });
    }, then);
    write(profilesWith());
    const removed = await during(hosts, async () =>
      expectRun(await stage.pulumi.up(), everywhere("scout", "delete")),
    );
    await each((now, before) => expect(now).to.deep.equal(before), then);
    expect([...added, ...removed]).to.deep.equal([...hosts, ...hosts].map(() => ONE_TRANSACTION));
    for (const host of hosts) {
      expect(await must(host, `ls ${homeOf("scout")}`))
        .to.include("gateway_state.json")
        .and.include("logs");
      expect(await must(host, `cat ${homeOf("scout")}/.env 2>/dev/null; true`)).to.equal("");
      expect(await must(host, "systemctl list-units --all --plain --no-legend '*scout*'")).to.equal("");
    }
  });

  it("a profile renamed with its port: one up, and the port is never fought over", async () => {
    const { critic: _, ...rest } = profilesWith();
    write({ ...rest, reviewer: listening(PORTS.critic) });
    const counts = await during(hosts, async () =>
      expectRun(await stage.pulumi.up(), {
        ...everywhere("reviewer", "create"),
        ...everywhere("critic", "delete"),
      }),
    );
    for (const { reloads, commands, connections } of counts) {
      expect(connections).to.equal(1);
      expect(reloads, "one reload each transaction").to.equal(commands);
    }
    for (const host of hosts) {
      const gateways = await gatewaysOn(host);
      expect(Object.keys(gateways)).to.deep.equal(["coder", "reviewer", "writer"].map(unitOf));
      expect(gateways[unitOf("reviewer")]).to.include({
        ActiveState: "active",
        NRestarts: "0",
        linked: "yes",
      });
      const record = await recordOf(host, homeOf("reviewer"));
      expect(record.map(({ event }) => event)).to.deep.equal(["start"]);
    }
  });

  it("destroy leaves nothing of ours, and all of the operator's", async () => {
    const counts = await during(hosts, async () => {
      const gone = ["coder", "reviewer", "writer"].map((profile) => everywhere(profile, "delete"));
      expectRun(await stage.pulumi.destroy(), Object.assign({}, ...gone));
    });
    expect(counts).to.deep.equal(hosts.map(() => ONE_TRANSACTION));
    for (const host of hosts) {
      expect(await leftovers(host)).to.equal("");
      expect(await must(host, "systemctl is-system-running")).to.equal("running\n");
      expect(await must(host, `ls ${homeOf("writer")}`)).to.include("logs");
    }
    const [first] = hosts;
    expect(await must(first as never, `cat ${homeOf("coder")}/.env`)).to.equal("MINE=1\n");
    expect(await must(hosts[1] as never, `ls -A ${homeOf("coder")}`)).to.not.include(".env");
  });
});
