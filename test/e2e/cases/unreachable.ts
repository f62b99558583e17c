import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { gatewaysOf, statusesOf } from "../support/state";

const NAME = "hermes/vm1/coder";

/** Machines that do not answer, and what the environment overrides at run time. */
export function unreachableCases(ground: Ground): void {
  describe("a machine that does not answer", () => {
    const stage = useStage(ground, 2, (made) => ({ fleet: fleet(made.first, made.target(1)) }));
    const host = { connectDeadlineSeconds: 0 };
    const fleet = (vm1: Parameters<typeof fleetOf>[0]["hosts"][string], vm2: typeof vm1, more = {}) =>
      fleetOf({ hosts: { vm1, vm2 }, profiles: { coder: {} }, host: { ...host, ...more } });

    it("up fails for it with its name and the remedy, the other machine is done", async () => {
      await stage.first.answer(false);
      const result = await stage.pulumi.up({ continueOnError: true });
      expectFailure(result, "[host-unreachable]", "vm1 (", "remedy: ");
      expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal({ "hermes/vm2/coder": "applied" });
      await stage.first.answer(true);
    });

    it("the next up does the rest", async () => {
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
    });

    it("a refresh fails, and with onUnreachable=skip from the environment keeps what the state says", async () => {
      await stage.first.answer(false);
      expectFailure(await stage.pulumi.refresh({ targets: [NAME] }), "[host-unreachable]");
      expectRun(await stage.pulumi.refresh({ env: { HERMES_FLEET_ON_UNREACHABLE: "skip" } }), {});
      expect(statusesOf(await stage.pulumi.exportState())[NAME]).to.equal("applied");
    });

    it("a destroy fails and keeps it, and with onUnreachable=skip forgets it", async () => {
      expectFailure(await stage.pulumi.destroy({ targets: [NAME] }), "[host-unreachable]");
      expect(Object.keys(gatewaysOf(await stage.pulumi.exportState()))).to.include(NAME);
      const skip = { env: { HERMES_FLEET_ON_UNREACHABLE: "skip" } };
      const result = await stage.pulumi.destroy(skip);
      expectRun(result, { [NAME]: "delete", "hermes/vm2/coder": "delete" });
      expect(result.text).to.include("its unit hermes-gateway-coder.service is still on the host");
      await stage.first.answer(true);
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-coder.service"]);
    });

    it("onUnreachable: skip in the fleet counts from the up that declared it", async () => {
      const { first, project, pulumi } = stage;
      project.writeFleet(fleet(first, stage.target(1), { onUnreachable: "skip" }));
      expectRun(await pulumi.up(), { [NAME]: "create", "hermes/vm2/coder": "create" });
      await first.answer(false);
      expectRun(await pulumi.refresh(), {});
      await first.answer(true);
    });

    it("HERMES_FLEET_SSH_USER logs in as somebody else in this run", async () => {
      const env = { HERMES_FLEET_SSH_USER: "nobody-of-this-name" };
      expectFailure(await stage.pulumi.refresh({ env }), "[auth-failed]", "nobody-of-this-name@");
      expectRun(await stage.pulumi.refresh(), {});
    });
  });
}
