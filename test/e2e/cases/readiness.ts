import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const CODER = "hermes-gateway-coder.service";
const PROOF = "/home/hermes/.hermes/profiles/coder/a proof";

/** Gateways that are active at once, and ready when something else says so. */
export function readinessCases(ground: Ground): void {
  describe("a gateway with a ready command", () => {
    const health = {
      healthyForSeconds: 0,
      deadlineSeconds: 2,
      ready: {
        command: ["/bin/sh", "-c", 'test "$HERMES_HOME" = "$PWD" && test -e "$1"', "look", "a proof"],
      },
    };
    const fleet = (vm1: Parameters<typeof fleetOf>[0]["hosts"][string], coder: object) =>
      fleetOf({ hosts: { vm1 }, profiles: { coder } });
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({ fleet: fleet(vm1, {}) }));
    const write = (coder: object) => stage.project.writeFleet(fleet(stage.first, coder));

    before(async () => expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" }));

    it("a change of what is waited for is an update that restarts nothing", async () => {
      const { invocationId } = await stage.first.unit(CODER);
      write({ health });
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect((await stage.first.unit(CODER)).invocationId).to.equal(invocationId);
      expectRun(await stage.pulumi.preview(), {});
    });

    it("that never succeeds fails at the deadline, and the previous unit is back", async () => {
      const installed = await stage.first.read(unitPath(CODER));
      write({ health, environment: { A: "1" } });
      expectFailure(
        await stage.pulumi.up(),
        "it was not ready after 2 s: the ready command ended with 1",
        "the previous files are back",
      );
      expect(await stage.first.read(unitPath(CODER))).to.equal(installed);
    });

    it("that succeeds in the profile's home, as it was written, makes it ready", async () => {
      await stage.first.write(PROOF, "", 0o644);
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect((await stage.first.unit(CODER)).activeState).to.equal("active");
    });
  });
}
