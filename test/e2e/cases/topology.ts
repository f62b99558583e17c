import { expect } from "chai";
import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import { type Ground, useStage } from "../ground/stage";
import { endingProgram, unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { statusesOf } from "../support/state";

const DEFAULT = "hermes-gateway.service";
const [A, B] = ["hermes-gateway-a.service", "hermes-gateway-b.service"];
const NAMES = ["hermes/vm1/default", "hermes/vm1/a", "hermes/vm1/b"] as const;
const ROOT = "/home/hermes/.hermes";
const SERVING = "gateway:\n  auto_multiplex_migration: false\n  multiplex_profiles: true\n";
const CANARY = "canary-1f0c77aa90b2";

/** One gateway that serves the profiles of its account, and the way there and back. */
export function topologyCases(ground: Ground): void {
  describe("topology", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: { topology: "multiplexed", ...fleetOf({ hosts: { vm1 }, profiles: PROFILES }) },
    }));
    const declare = (topology: FleetInput["topology"], profiles: FleetInput["profiles"] = PROFILES) =>
      stage.project.writeFleet({
        ...(topology === undefined ? {} : { topology }),
        ...fleetOf({ hosts: { vm1: stage.first }, profiles }),
      });
    const all = (change: string) => Object.fromEntries(NAMES.map((name) => [name, change]));
    const started = async () => (await stage.first.unit(DEFAULT)).invocationId;
    const units = () =>
      Promise.all(
        [DEFAULT, A, B].map(async (name) => (await stage.first.read(unitPath(name))) !== undefined),
      );

    it("a preview says who serves whom, and shows one unit", async () => {
      const preview = await stage.pulumi.preview();
      expectRun(preview, all("create"));
      expect(preview.text.match(/unit *: "\[Unit\]/g)).to.have.length(1);
      expect(preview.text.match(/boot *: "served"/g)).to.have.length(2);
      expect(preview.text).to.match(/served *: \{\s+a: "served by default"\s+b: "served by default"\s+\}/);
    });

    it("up makes one unit, its config and the homes of all, with one connection and one reload", async () => {
      const [connections, reloads] = [await stage.first.connections(), await stage.first.reloads()];
      expectRun(await stage.pulumi.up(), all("create"));
      expect(await units()).to.deep.equal([true, false, false]);
      expect(await stage.first.running()).to.deep.equal([DEFAULT]);
      expect(await stage.first.read(`${ROOT}/config.yaml`)).to.equal(SERVING);
      expect(await stage.first.read(`${ROOT}/profiles/a/.env`)).to.include("TELEGRAM_BOT_TOKEN=1:a\n");
      expect(await stage.first.read(`${ROOT}/profiles/b/SOUL.md`)).to.equal("# B\n");
      expect((await stage.first.connections()) - connections).to.equal(1);
      expect((await stage.first.reloads()) - reloads).to.be.at.most(2);
      expectRun(await stage.pulumi.up({ refresh: true }), {});
    });

    it("a change of a served profile restarts the gateway once, also alone", async () => {
      const before = await started();
      declare("multiplexed", { ...PROFILES, a: { env: { TELEGRAM_BOT_TOKEN: CANARY } } });
      expectRun(await stage.pulumi.up(), { "hermes/vm1/a": "update" });
      const after = await started();
      expect(after).to.not.equal(before);
      expect(await stage.first.read(`${ROOT}/profiles/a/.env`)).to.include(CANARY);
      expect(await stage.pulumi.exportState()).to.not.include(CANARY);
      expectRun(await stage.pulumi.up(), {});
      expect(await started()).to.equal(after);
    });

    it("what somebody changed below a served home stops the next change, and is put back after a refresh", async () => {
      const text = (await stage.first.read(`${ROOT}/profiles/a/.env`)) ?? "";
      await stage.first.write(`${ROOT}/profiles/a/.env`, text.replace(CANARY, "2:b"), 0o600);
      declare("multiplexed");
      expectFailure(await stage.pulumi.up(), "[changed-on-host]", "somebody changed our block in .env");
      expectRun(await stage.pulumi.up({ refresh: true }), { "hermes/vm1/a": "update" });
      expect(await stage.first.read(`${ROOT}/profiles/a/.env`)).to.include("TELEGRAM_BOT_TOKEN=1:a\n");
    });

    it("the switch to units of their own shows them and takes the flag back, in one change", async () => {
      declare("per-profile");
      const preview = await stage.pulumi.preview();
      expectRun(preview, all("update"));
      expect(preview.text).to.match(/boot *: "served" => "enabled"/);
      const connections = await stage.first.connections();
      expectRun(await stage.pulumi.up(), all("update"));
      expect((await stage.first.connections()) - connections).to.equal(1);
      expect(await stage.first.running()).to.have.members([DEFAULT, A, B]);
      expect(await stage.first.read(`${ROOT}/config.yaml`)).to.equal(SERVING.replace("true", "false"));
      expect(await stage.first.read(`${ROOT}/profiles/a/config.yaml`)).to.equal(
        "gateway:\n  standalone: true\n",
      );
      expect((await stage.first.unit(A)).unitFileState).to.equal("enabled");
      expectRun(await stage.pulumi.up({ refresh: true }), {});
    });

    it("a switch that fails puts every unit and every file back", async () => {
      const executable = "/opt/broken/hermes";
      await stage.first.write(executable, endingProgram(3), 0o755);
      const broken = { executable, health: { healthyForSeconds: 2, deadlineSeconds: 20 } };
      declare("multiplexed", { ...PROFILES, default: broken });
      expectFailure(await stage.pulumi.up(), "[gateway-failed]");
      expect(await units()).to.deep.equal([true, true, true]);
      expect(await stage.first.running()).to.have.members([DEFAULT, A, B]);
      expect(await stage.first.read(`${ROOT}/config.yaml`)).to.equal(SERVING.replace("true", "false"));
      expect(await stage.first.read(`${ROOT}/profiles/a/config.yaml`)).to.equal(
        "gateway:\n  standalone: true\n",
      );
      expect((await stage.first.unit(B)).unitFileState).to.equal("enabled");
      expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal(all("rolled-back"));
    });

    it("the switch to one gateway takes the others' units away, in one change", async () => {
      declare("multiplexed");
      const connections = await stage.first.connections();
      expectRun(await stage.pulumi.up(), all("update"));
      expect((await stage.first.connections()) - connections).to.equal(1);
      expect(await units()).to.deep.equal([true, false, false]);
      expect(await stage.first.running()).to.deep.equal([DEFAULT]);
      expect(await stage.first.read(`${ROOT}/profiles/a/config.yaml`)).to.equal(undefined);
      expectRun(await stage.pulumi.up({ refresh: true }), {});
    });

    it("operations one by one lead to the same, there and back", async () => {
      declare(undefined);
      expectRun(await stage.pulumi.up({ parallel: 1 }), all("update"));
      expect(await stage.first.running()).to.have.members([DEFAULT, A, B]);
      declare("multiplexed");
      expectRun(await stage.pulumi.up({ parallel: 1 }), all("update"));
      expect(await units()).to.deep.equal([true, false, false]);
      expect(await stage.first.running()).to.deep.equal([DEFAULT]);
      expect(await stage.first.read(`${ROOT}/profiles/a/.env`)).to.include("TELEGRAM_BOT_TOKEN=1:a\n");
    });

    it("a served profile that goes leaves nothing of ours in its home", async () => {
      const { b: _, ...rest } = PROFILES;
      declare("multiplexed", rest);
      const before = await started();
      expectRun(await stage.pulumi.up(), { "hermes/vm1/b": "delete", "hermes/vm1/default": "update" });
      expect(await stage.first.read(`${ROOT}/profiles/b/SOUL.md`)).to.equal(undefined);
      expect(await started()).to.not.equal(before);
    });

    it("destroy takes everything of ours", async () => {
      expectRun(await stage.pulumi.destroy(), { [NAMES[0]]: "delete", [NAMES[1]]: "delete" });
      expect(await units()).to.deep.equal([false, false, false]);
      expect(await stage.first.read(`${ROOT}/config.yaml`)).to.equal(undefined);
      expect((await stage.first.read(`${ROOT}/profiles/a/.env`)) ?? "").to.not.include("TELEGRAM");
      expect(await stage.first.read("/var/lib/hermes-fleet/guard")).to.equal(undefined);
    });
  });
}

const PROFILES = {
  default: {},
  a: { env: { TELEGRAM_BOT_TOKEN: "1:a" } },
  b: { soul: "# B\n" },
} as const satisfies FleetInput["profiles"];
