import { expect } from "chai";
import type { Driver } from "../driver";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { makeProject, type TestProject } from "../project";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const CODER = "hermes-gateway-coder.service";
const NAME = "hermes/vm1/coder";

/** Two stacks, and a unit that was there before. */
export function ownershipCases(ground: Ground): void {
  describe("a unit that belongs to somebody else", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: {} } }),
    }));
    let other: TestProject;
    let others: Driver;

    before(async () => {
      other = makeProject({
        stack: "second",
        fleet: fleetOf({ hosts: { vm1: stage.first }, profiles: { coder: {} } }),
      });
      others = await ground.driver(other);
    });
    after(async () => {
      await others?.close();
      other?.remove();
    });

    it("a foreign file of the same name is refused, and taken over when asked", async () => {
      await stage.first.write(unitPath(CODER), "[Service]\nExecStart=/usr/local/bin/hermes\n");
      expectFailure(await stage.pulumi.up(), "[already-exists]", "adopt: take-over");
      const profiles = { coder: { adopt: "take-over" } } as const;
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles }));
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
    });

    it("a second stack is told whose it is, and changes nothing", async () => {
      const before = await stage.first.read(unitPath(CODER));
      expectFailure(
        await others.up(),
        "[owned-by-another-stack]",
        "organization/fleet/dev::hermes/vm1/coder",
      );
      expect(await stage.first.read(unitPath(CODER))).to.equal(before);
    });

    it("taken over by the second stack, the first one's destroy leaves it", async () => {
      const profiles = { coder: { adopt: "take-over" } } as const;
      other.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles }));
      expectRun(await others.up(), { [NAME]: "create" });
      const destroyed = await stage.pulumi.destroy();
      expectRun(destroyed, { [NAME]: "delete" });
      expect(destroyed.text).to.include("belongs to organization/fleet/second::hermes/vm1/coder now");
      expect(await stage.first.running()).to.deep.equal([CODER]);
      expectRun(await others.destroy(), { [NAME]: "delete" });
      expect(await stage.first.running()).to.deep.equal([]);
    });
  });
}
