import { expect } from "chai";
import type { Driver } from "../driver";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { makeProject, type TestProject } from "../project";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const CODER = "hermes-gateway-coder.service";
const OPS = "hermes-gateway-ops.service";
const TOKEN = "5566:canary-of-stacks";

/** Stacks that share a machine and know of each other by the marks alone. */
export function surveyStackCases(ground: Ground): void {
  describe("two stacks on one machine", () => {
    const stage = useStage(ground, 1, () => ({ fleet: fleet({ coder: profile(0, { ports: [9000] }) }) }));
    const profile = (priority: number, more: object) => ({ priority, ...more });
    const fleet = (profiles: object) => ({
      ...fleetOf({ hosts: { vm1: stage.first }, profiles: profiles as never }),
      survey: "warn",
    });
    let other: TestProject;
    let others: Driver;

    before(async () => {
      other = makeProject({ stack: "second", fleet: fleet({ ops: profile(5, { ports: [9000] }) }) });
      others = await ground.driver(other);
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    });
    after(async () => {
      await others?.close();
      other?.remove();
    });

    it("the higher gateway names the one that needs the same port, and takes over from it", async () => {
      const result = await others.up();
      expectRun(result, { "hermes/vm1/ops": "create" });
      expect(result.text).to.include(
        `ops and ${CODER} of the stack organization/fleet/dev exclude each other on vm1 (port 9000): ${OPS} stands higher and stops the other when it starts`,
      );
      expect(await stage.first.read(unitPath(OPS))).to.include(`\nConflicts=${CODER}\nBefore=${CODER}\n`);
      expect(await stage.first.running()).to.deep.equal([OPS]);
      expectRun(await others.preview(), {});
    });

    it("the lower one's stack is told, and does not name the higher one", async () => {
      const preview = await stage.pulumi.preview();
      expectRun(preview, {});
      expect(preview.text).to.include(`${OPS} stands higher and stops this one when it starts`);
    });

    it("without anything in common neither names the other", async () => {
      other.writeFleet(fleet({ ops: profile(5, { ports: [9001] }) }));
      expectRun(await others.up(), { "hermes/vm1/ops": "update" });
      expect(await stage.first.read(unitPath(OPS))).to.not.include("Conflicts=");
    });

    it("the same credential is found without being named", async () => {
      const env = { TELEGRAM_BOT_TOKEN: TOKEN };
      stage.project.writeFleet(fleet({ coder: profile(0, { env }) }));
      await stage.first.systemctl("start", CODER);
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      other.writeFleet(fleet({ ops: profile(5, { env }) }));
      const preview = await others.preview();
      expectRun(preview, { "hermes/vm1/ops": "update" });
      expect(preview.text).to.include("exclude each other on vm1 (a credential)");
      expect(preview.text + preview.log).to.not.include(TOKEN);
    });
  });
}
