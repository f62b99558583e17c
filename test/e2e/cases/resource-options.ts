import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { OPTION_PROJECT, type OptionCase, tell } from "../support/option-program";
import { gatewaysOf } from "../support/state";

const CODER = "hermes-gateway-coder.service";
const WRITER = "hermes-gateway-writer.service";
const NAME = "hermes/vm1/coder";

/** Pulumi's own options of a resource. */
export function resourceOptionCases(ground: Ground): void {
  describe("resource options", () => {
    const stage = useStage(ground, 1, () => OPTION_PROJECT);
    const declare = (profiles: Record<string, object>, more: Omit<OptionCase, "fleet"> = {}) =>
      tell(stage.project, { fleet: fleetOf({ hosts: { vm1: stage.first }, profiles }), ...more });
    const starts = async (unit: string) => (await stage.first.unit(unit)).invocationId;

    before(async () => {
      declare({ coder: {}, writer: {} });
      expectRun(await stage.pulumi.up(), { [NAME]: "create", "hermes/vm1/writer": "create" });
    });

    it('ignoreChanges: ["unit"] leaves the unit as it is', async () => {
      declare(
        { coder: { description: "Another one" }, writer: {} },
        { options: { [NAME]: { ignoreChanges: ["unit"] } } },
      );
      expectRun(await stage.pulumi.up(), {});
      expect(await stage.first.read(unitPath(CODER))).to.not.include("Another one");
    });

    for (const path of ["spec", "spec.unitName"]) {
      it(`ignoreChanges: ["${path}"] is refused and says what to write`, async () => {
        declare({ coder: {}, writer: {} }, { options: { [NAME]: { ignoreChanges: [path] } } });
        expectFailure(await stage.pulumi.preview(), 'use ignoreChanges: ["unit"]');
      });
    }

    it("protect keeps a gateway whose profile was removed", async () => {
      declare({ coder: {}, writer: {} }, { options: { [NAME]: { protect: true } } });
      expectRun(await stage.pulumi.up(), {});
      declare({ writer: {} });
      expectFailure(await stage.pulumi.up(), "protected");
      expect(await stage.first.running()).to.deep.equal([CODER, WRITER]);
    });

    it("a fleet renamed with an alias is an update without a restart", async () => {
      declare({ coder: {}, writer: {} }, { name: "bots", fleetOptions: { aliases: [{ name: "hermes" }] } });
      const before = await starts(CODER);
      expectRun(await stage.pulumi.up(), { "bots/vm1/coder": "update", "bots/vm1/writer": "update" });
      expect(await starts(CODER)).to.equal(before);
      expect(await stage.first.read(unitPath(CODER))).to.include(
        "\nOwner=organization/fleet/dev::bots/vm1/coder\n",
      );
    });

    it("a fleet renamed without an alias never stops its gateways", async () => {
      declare({ coder: {}, writer: {} });
      const before = [await starts(CODER), await starts(WRITER)];
      expectRun(await stage.pulumi.up(), {
        [NAME]: "create",
        "hermes/vm1/writer": "create",
        "bots/vm1/coder": "delete",
        "bots/vm1/writer": "delete",
      });
      expect([await starts(CODER), await starts(WRITER)]).to.deep.equal(before);
      expect(await stage.first.read(unitPath(CODER))).to.include(
        "\nOwner=organization/fleet/dev::hermes/vm1/coder\n",
      );
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it('replaceOnChanges: ["unit"] ends with the gateway installed and running', async () => {
      declare(
        { coder: { environment: { HERMES_LOG_LEVEL: "debug" } }, writer: {} },
        { options: { [NAME]: { replaceOnChanges: ["unit"] } } },
      );
      expectRun(await stage.pulumi.up(), { [NAME]: "replace" });
      expect(await stage.first.running()).to.deep.equal([CODER, WRITER]);
      expect(await stage.first.read(unitPath(CODER))).to.include("HERMES_LOG_LEVEL=debug");
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it("retainOnDelete forgets a removed profile and leaves its gateway alone", async () => {
      const profiles = { coder: { environment: { HERMES_LOG_LEVEL: "debug" } }, writer: {} };
      declare(profiles, { options: { "hermes/vm1/writer": { retainOnDelete: true } } });
      expectRun(await stage.pulumi.up(), {});
      declare({ coder: profiles.coder });
      expectRun(await stage.pulumi.up(), { "hermes/vm1/writer": "delete" });
      expect(Object.keys(gatewaysOf(await stage.pulumi.exportState()))).to.deep.equal([NAME]);
      expect(await stage.first.running()).to.deep.equal([CODER, WRITER]);
    });
  });

  describe("a machine made by the same program", () => {
    const stage = useStage(ground, 1, () => OPTION_PROJECT);
    const declare = (machine: "works" | "fails") =>
      tell(stage.project, {
        fleet: fleetOf({ hosts: { vm1: stage.first }, profiles: { coder: {} } }),
        machine,
      });

    it("dependsOn: its gateways are not dialled for while it could not be made", async () => {
      declare("fails");
      expectFailure(await stage.pulumi.up(), "the machine could not be made");
      expect(await stage.first.connections()).to.equal(0);
    });

    it("deletedWith: its gateways are forgotten without a connection", async () => {
      declare("works");
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      const connections = await stage.first.connections();
      await stage.first.answer(false);
      expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
      await stage.first.answer(true);
      expect(await stage.first.connections()).to.equal(connections);
      expect(await stage.first.running()).to.deep.equal([CODER]);
      expect(gatewaysOf(await stage.pulumi.exportState())).to.deep.equal({});
    });
  });
}
