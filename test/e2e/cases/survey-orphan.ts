import { expect } from "chai";
import type { Driver } from "../driver";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { makeProject, type TestProject } from "../project";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const CODER = "hermes-gateway-coder.service";
const OPS = "hermes-gateway-ops.service";
const ORPHAN = `vm1 has ${CODER} (active, enabled), which this stack made for vm1/coder; no profile declares it, and it claims port 9000, as ops does [orphaned-gateway]`;

/** A gateway that the state has lost and the program does not declare any more. */
export function surveyOrphanCases(ground: Ground): void {
  describe("a gateway that its stack's state has lost", () => {
    const ops = { ops: { ports: [9000] } };
    const stage = useStage(ground, 1, () => ({ fleet: fleet({ coder: { ports: [9000] } }) }));
    const fleet = (profiles: object) => ({
      ...fleetOf({ hosts: { vm1: stage.first }, profiles: profiles as never }),
      survey: "warn",
    });
    let later: TestProject;
    let pulumi: Driver;

    before(async () => {
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
      later = makeProject({ fleet: fleet(ops) });
      pulumi = await ground.driver(later);
    });
    after(async () => {
      await pulumi?.close();
      later?.remove();
    });

    it("is named by a preview, with what it claims", async () => {
      const preview = await pulumi.preview();
      expectRun(preview, { "hermes/vm1/ops": "create" });
      expect(preview.text).to.include(ORPHAN);
    });

    it("is taken over and then removed in the way that the remedy says", async () => {
      later.writeFleet(fleet({ ...ops, coder: { ports: [9000], adopt: "take-over", desired: "stopped" } }));
      expectRun(await pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/ops": "create" });
      later.writeFleet(fleet(ops));
      const preview = await pulumi.preview();
      expectRun(preview, { "hermes/vm1/coder": "delete" });
      expect(preview.text).to.include("nothing if this preview deletes vm1/coder");
      expectRun(await pulumi.up(), { "hermes/vm1/coder": "delete" });
      expect(await stage.first.read(unitPath(CODER))).to.equal(undefined);
      expect(await stage.first.running()).to.deep.equal([OPS]);
      const after = await pulumi.preview();
      expectRun(after, {});
      expect(after.text).to.not.include("[orphaned-gateway]");
    });
  });
}
