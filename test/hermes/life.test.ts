import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, remains, serving, unitOf } from "../hosts/support/inspect";
import { TEST_ENVIRONMENT, useHermes } from "./support/hermes-stage";
import { ready, seen, settled, systemState } from "./support/seen";

const env = (port: number) => ({ API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: String(port) });
const NAMES = ["coder", "writer", "ops"] as const;

for (const hardening of ["off", "strict"] as const) {
  describe(`real gateways: three profiles, two of them on one port, hardening ${hardening}`, () => {
    const rest = { defaults: { hardening, environment: TEST_ENVIRONMENT } };
    const coder = { priority: 2, env: env(18801) };
    const writer = { priority: 1, env: env(18801) };
    const ops = { env: env(18802) };
    const stage = useHermes((made) => ({ fleet: made.profiles({ coder, writer, ops }, rest) }));
    const lives = () => Promise.all(NAMES.map((name) => lifeOf(stage.vm, unitOf(name))));
    const changes = (change: string, names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [`hermes/vm1/${name}`, change]));

    it("the winner and the one without a rival serve, by their own word too; the other waits", async () => {
      expectRun(await stage.pulumi.up(), changes("create", NAMES));
      await ready(stage.vm, "coder", "ops");
      expect(await serving(stage.vm)).to.deep.equal(["coder", "ops"]);
      const { coder: winner, writer: standby } = await seen(stage.vm, "coder", "writer");
      expect(winner.platforms).to.deep.equal({ api_server: "connected" });
      // what answers on the standby's port is its rival
      expect(standby).to.include({ ActiveState: "inactive", state: null, serves: "coder" });
      expect(await systemState(stage.vm)).to.equal("running");
    });

    it("a second up leaves their processes alone, also one that looks at the host", async () => {
      const before = await lives();
      expectRun(await stage.pulumi.up(), {});
      expectRun(await stage.pulumi.up({ refresh: true }), {});
      expect(await lives()).to.deep.equal(before);
    });

    it("a changed value in .env restarts exactly the gateway that it belongs to", async () => {
      const before = await lives();
      stage.declare({ coder, writer, ops: { env: env(18803) } }, rest);
      expectRun(await stage.pulumi.up(), changes("update", ["ops"]));
      await ready(stage.vm, "ops");
      const after = await lives();
      expect(after.slice(0, 2)).to.deep.equal(before.slice(0, 2));
      expect(after[2]?.MainPID).to.not.equal(before[2]?.MainPID);
      expect(
        await must(stage.vm, "ss -ltnH '( sport = 18802 or sport = 18803 )' | awk '{print $4}'"),
      ).to.equal("127.0.0.1:18803");
    });

    it("a changed priority hands over: the other serves, the first ended clean, no port was busy", async () => {
      await settled(stage.vm, "coder");
      stage.declare({ coder, writer: { ...writer, priority: 3 }, ops: { env: env(18803) } }, rest);
      expectRun(await stage.pulumi.up(), changes("update", ["coder", "writer"]));
      await ready(stage.vm, "writer", "ops");
      const { coder: loser } = await seen(stage.vm, "coder");
      expect(loser).to.include({ ActiveState: "inactive", Result: "success", state: "stopped" });
      expect(await systemState(stage.vm)).to.equal("running");
      expect(await must(stage.vm, "journalctl -b -o cat --no-pager | grep -c 'status=78' || true")).to.equal(
        "0",
      );
    });

    it("destroy leaves the profiles' data, and nothing of ours", async () => {
      await settled(stage.vm, "writer");
      expectRun(await stage.pulumi.destroy(), changes("delete", NAMES));
      expect(await remains(stage.vm)).to.equal("");
      expect(await serving(stage.vm)).to.deep.equal([]);
      expect(await systemState(stage.vm)).to.equal("running");
      expect(await must(stage.vm, "cd /home/hermes/.hermes/profiles; ls -d */logs/gateway.log")).to.equal(
        "coder/logs/gateway.log\nops/logs/gateway.log\nwriter/logs/gateway.log",
      );
    });
  });
}
