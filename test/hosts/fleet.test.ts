import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import {
  fileTimes,
  lifeOf,
  logins,
  must,
  reloads,
  remains,
  serving,
  transactions,
  unitOf,
} from "./support/inspect";
import { useLab } from "./support/lab-stage";

const HOSTS = [1, 2, 3];
/** On each host: one connection, and a reload for each transaction. */
const ONE_EACH = HOSTS.map(() => ({ logins: 1, reloadsPerTransaction: 1 }));
const NOTHING = HOSTS.map(() => ({ logins: 0, reloadsPerTransaction: 0 }));

describe("three hosts with three profiles each", () => {
  const coder = { priority: 9, conflictsWith: ["writer"], ports: [18801], env: { API_SERVER_PORT: "18801" } };
  const writer = { ports: [18801], env: { API_SERVER_PORT: "18801" } };
  const ops = { ports: [18802], env: { API_SERVER_PORT: "18802" } };
  const stage = useLab(3, (made) => ({ fleet: made.fleet(3, { coder, writer, ops }) }));
  const write = (profiles: Parameters<typeof stage.fleet>[1]) =>
    stage.project.writeFleet(stage.fleet(3, profiles));
  const onEach = <T>(look: (number: number) => Promise<T>): Promise<T[]> => Promise.all(HOSTS.map(look));
  const changes = (names: readonly string[], change: string): Record<string, string> =>
    Object.fromEntries(HOSTS.flatMap((n) => names.map((name) => [`hermes/vm${n}/${name}`, change])));
  const counts = () =>
    onEach(async (n) => ({
      logins: await logins(stage.host(n)),
      reloads: await reloads(stage.host(n)),
      transactions: await transactions(stage.host(n)),
    }));
  /** What a run has cost each host. On a slow machine the operations of a host may come in two transactions. */
  const cost = async (run: () => Promise<void>) => {
    const before = await counts();
    await run();
    return (await counts()).map((now, host) => {
      const then = before[host] ?? now;
      const applied = now.transactions - then.transactions;
      const reloaded = now.reloads - then.reloads;
      return {
        logins: now.logins - then.logins,
        reloadsPerTransaction: applied === 0 ? reloaded : reloaded / applied,
      };
    });
  };
  const lives = () =>
    onEach(async (n) => Promise.all(["coder", "writer", "ops"].map((p) => lifeOf(stage.host(n), unitOf(p)))));

  it("are created with one connection and one reload each; winners run, the standby waits", async () => {
    const spent = await cost(async () => {
      expectRun(await stage.pulumi.up(), changes(["coder", "writer", "ops"], "create"));
    });
    expect(spent).to.deep.equal(ONE_EACH);
    expect(await onEach((n) => serving(stage.host(n)))).to.deep.equal(HOSTS.map(() => ["coder", "ops"]));
    const links = await onEach((n) =>
      must(stage.host(n), "ls /etc/systemd/system/multi-user.target.wants | grep hermes-gateway"),
    );
    expect(links).to.deep.equal(HOSTS.map(() => `${unitOf("coder")}\n${unitOf("ops")}`));
  });

  it("are what systemctl says to whoever logs in", async () => {
    const said = await must(
      stage.host(1),
      `systemctl is-enabled ${unitOf("coder")}; systemctl status ${unitOf("coder")} | sed -n 2p`,
    );
    expect(said).to.match(/^enabled\n.*; enabled; preset: enabled\)$/);
  });

  it("stay untouched by a second up: no connection, no reload, no write, no restart", async () => {
    const before = [await onEach((n) => fileTimes(stage.host(n))), await lives()];
    const spent = await cost(async () => expectRun(await stage.pulumi.up(), {}));
    expect(spent).to.deep.equal(NOTHING);
    expect([await onEach((n) => fileTimes(stage.host(n))), await lives()]).to.deep.equal(before);
  });

  it("stay untouched by an up with refresh: one connection and nothing else", async () => {
    const before = [await onEach((n) => fileTimes(stage.host(n))), await lives()];
    const spent = await cost(async () => expectRun(await stage.pulumi.up({ refresh: true }), {}));
    expect(spent).to.deep.equal(HOSTS.map(() => ({ logins: 1, reloadsPerTransaction: 0 })));
    expect([await onEach((n) => fileTimes(stage.host(n))), await lives()]).to.deep.equal(before);
  });

  it("restart exactly the gateway whose setting changed", async () => {
    const before = await lives();
    write({ coder, writer, ops: { ...ops, environment: { LEVEL: "debug" } } });
    const spent = await cost(async () => expectRun(await stage.pulumi.up(), changes(["ops"], "update")));
    expect(spent).to.deep.equal(ONE_EACH);
    const after = await lives();
    after.forEach(([coderNow, writerNow, opsNow], host) => {
      expect([coderNow, writerNow]).to.deep.equal(before[host]?.slice(0, 2));
      expect(opsNow?.ActiveState).to.equal("active");
      expect(opsNow?.InvocationID).not.to.equal(before[host]?.[2]?.InvocationID);
    });
    const environ = await must(
      stage.host(2),
      `tr '\\0' '\\n' </proc/$(systemctl show -p MainPID --value ${unitOf("ops")})/environ`,
    );
    expect(environ).to.contain("LEVEL=debug");
  });

  it("take up a profile more and lose it again, with one reload each time, the others untouched", async () => {
    const four = { coder, writer, ops: { ...ops, environment: { LEVEL: "debug" } }, extra: {} };
    const before = await lives();
    write(four);
    expect(
      await cost(async () => expectRun(await stage.pulumi.up(), changes(["extra"], "create"))),
    ).to.deep.equal(ONE_EACH);
    expect(await onEach((n) => serving(stage.host(n)))).to.deep.equal(
      HOSTS.map(() => ["coder", "extra", "ops"]),
    );
    const { extra: _, ...three } = four;
    write(three);
    expect(
      await cost(async () => expectRun(await stage.pulumi.up(), changes(["extra"], "delete"))),
    ).to.deep.equal(ONE_EACH);
    expect(await onEach((n) => serving(stage.host(n)))).to.deep.equal(HOSTS.map(() => ["coder", "ops"]));
    expect(await lives()).to.deep.equal(before);
  });

  it("a profile renamed on the same port is one up, and nobody meets a busy port", async () => {
    const { environment: _, ...plain } = { ...ops, environment: {} };
    write({ coder, writer, watch: plain });
    expectRun(await stage.pulumi.up(), { ...changes(["watch"], "create"), ...changes(["ops"], "delete") });
    expect(await onEach((n) => serving(stage.host(n)))).to.deep.equal(HOSTS.map(() => ["coder", "watch"]));
    const busy = await onEach((n) =>
      must(
        stage.host(n),
        `journalctl -b -u ${unitOf("watch")} -o cat --no-pager | grep -c 'status=78' || true`,
      ),
    );
    expect(busy).to.deep.equal(["0", "0", "0"]);
  });

  it("are left without anything of ours by a destroy; the profiles' data stays", async () => {
    const spent = await cost(async () => {
      expectRun(await stage.pulumi.destroy(), changes(["coder", "writer", "watch"], "delete"));
    });
    expect(spent).to.deep.equal(ONE_EACH);
    expect(await onEach((n) => remains(stage.host(n)))).to.deep.equal(["", "", ""]);
    expect(await onEach((n) => serving(stage.host(n)))).to.deep.equal([[], [], []]);
    expect(await must(stage.host(1), "ls -d /home/hermes/.hermes/profiles/coder/logs")).to.match(/logs$/);
  });
});
