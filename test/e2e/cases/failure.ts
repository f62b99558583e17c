import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { endingProgram, unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { statusesOf } from "../support/state";

const CODER = "hermes-gateway-coder.service";
const BROKEN = "/usr/local/bin/hermes-broken";

/** Gateways that do not come up, and the way back. */
export function failureCases(ground: Ground): void {
  describe("a gateway that dies at once", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: { executable: BROKEN }, writer: {} }, defaults }),
    }));
    // A program that ends after its start needs a moment in which it is seen to.
    const defaults = { health: { healthyForSeconds: 1, deadlineSeconds: 5 } };
    const write = (coder: object) =>
      stage.project.writeFleet(
        fleetOf({ hosts: { vm1: stage.first }, profiles: { coder, writer: {} }, defaults }),
      );

    before(() => stage.first.write(BROKEN, endingProgram(3), 0o755));

    it("create: the error says what the machine said, the state keeps it, the other gateway stays", async () => {
      const result = await stage.pulumi.up();
      expectFailure(result, "[gateway-failed]", "ExecMainStatus=3", "now: ", "remedy: ");
      expect(result.text).to.include(`journalctl -u ${CODER}`);
      expect(await stage.first.read(unitPath(CODER))).to.equal(undefined);
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-writer.service"]);
      expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal({
        "hermes/vm1/coder": "rolled-back",
        "hermes/vm1/writer": "applied",
      });
    });

    it("corrected, the next up is an update that makes it", async () => {
      write({});
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect((await stage.first.unit(CODER)).activeState).to.equal("active");
    });

    it("update: the previous unit is back and runs, and the error says so", async () => {
      const installed = await stage.first.read(unitPath(CODER));
      write({ executable: BROKEN });
      expectFailure(
        await stage.pulumi.up(),
        "[gateway-failed]",
        "the previous files are back",
        "is active again",
      );
      expect(await stage.first.read(unitPath(CODER))).to.equal(installed);
      expect((await stage.first.unit(CODER)).activeState).to.equal("active");
    });

    it("the same mistake again fails again", async () => {
      expectFailure(await stage.pulumi.up(), "[gateway-failed]");
    });

    it("taken back, up only notes that all is well, and the next preview is quiet", async () => {
      write({});
      const before = (await stage.first.unit(CODER)).invocationId;
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect((await stage.first.unit(CODER)).invocationId).to.equal(before);
      expectRun(await stage.pulumi.preview(), {});
      expect(statusesOf(await stage.pulumi.exportState())["hermes/vm1/coder"]).to.equal("applied");
    });
  });
}
