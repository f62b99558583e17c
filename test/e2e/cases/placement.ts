import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { OPTION_PROJECT, tell } from "../support/option-program";
import { pendingOf } from "../support/state";
import { upTogether } from "../support/up-together";
import { until } from "../until";

const WRITER = "hermes-gateway-writer.service";
const CODER = "hermes-gateway-coder.service";

/** Gateways that go from one machine to another, and machines that share the places of `--parallel`. */
export function placementCases(ground: Ground): void {
  describe("a gateway that arrives late", () => {
    const stage = useStage(ground, 2, () => OPTION_PROJECT);

    it("is started while another one of its host is watched, in a transaction of its own", async () => {
      tell(stage.project, {
        fleet: fleetOf({
          hosts: { vm1: stage.first, vm2: stage.target(1) },
          profiles: {
            author: { hosts: ["vm1"], health: { healthyForSeconds: 0 } },
            coder: { hosts: ["vm2"] },
            writer: { hosts: ["vm2"] },
          },
          defaults: { health: { healthyForSeconds: 9 } },
        }),
        after: { "hermes/vm2/writer": "hermes/vm1/author" },
      });
      const up = stage.pulumi.up();
      const runs = async () => (await stage.target(1).running()).includes(WRITER);
      await until("the one that came last runs", runs);
      expect(pendingOf(await stage.pulumi.exportState()).sort()).to.include("creating hermes/vm2/coder");
      expectRun(await up, {
        "hermes/vm1/author": "create",
        "hermes/vm2/coder": "create",
        "hermes/vm2/writer": "create",
      });
      expect(await stage.target(1).running()).to.deep.equal([CODER, WRITER]);
      expect([await stage.target(1).connections(), await stage.target(1).reloads()]).to.deep.equal([1, 2]);
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });
  });

  describe("two machines", () => {
    const stage = useStage(ground, 2, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: {} } }),
    }));
    const write = (coder: object, ...keys: readonly [string, string]) => {
      const hosts = { [keys[0]]: stage.first, [keys[1]]: stage.target(1) };
      stage.project.writeFleet(fleetOf({ hosts, profiles: { coder, writer: {} } }));
    };

    it("each machine is reached by one connection and reloads once, however many gateways it has", async () => {
      write({ hosts: ["vm1"] }, "vm1", "vm2");
      expectRun(await upTogether(stage, [stage.first, stage.target(1)]), {
        "hermes/vm1/coder": "create",
        "hermes/vm1/writer": "create",
        "hermes/vm2/writer": "create",
      });
      for (const target of [stage.first, stage.target(1)]) {
        expect([await target.connections(), await target.reloads()]).to.deep.equal([1, 1]);
      }
    });

    it("movedFrom: it is removed from the one before it is started on the other", async () => {
      write({ hosts: ["vm2"], movedFrom: "vm1" }, "vm1", "vm2");
      const preview = await stage.pulumi.preview();
      expectRun(preview, { "hermes/vm2/coder": "replace" });
      expect(preview.text).to.match(/~ hostKey *: "vm1" => "vm2"/);
      expectRun(await stage.pulumi.up(), { "hermes/vm2/coder": "replace" });
      expect((await stage.first.unit(CODER)).loadState).to.equal("not-found");
      expect(await stage.target(1).running()).to.deep.equal([CODER, "hermes-gateway-writer.service"]);
    });

    it("a host key renamed without an alias never stops its gateways", async () => {
      const before = (await stage.target(1).unit(CODER)).invocationId;
      write({ hosts: ["vm9"] }, "vm1", "vm9");
      expectRun(await stage.pulumi.up(), {
        "hermes/vm9/coder": "create",
        "hermes/vm9/writer": "create",
        "hermes/vm2/coder": "delete",
        "hermes/vm2/writer": "delete",
      });
      expect((await stage.target(1).unit(CODER)).invocationId).to.equal(before);
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });
  });
}
