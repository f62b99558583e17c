import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { providerProcesses } from "../support/processes";
import { pendingOf, statusesOf } from "../support/state";
import { until } from "../until";

const CODER = "hermes-gateway-coder.service";
const WRITER = "hermes-gateway-writer.service";

/** Ctrl-C, and signals to the provider, while a gateway is being watched. */
export function interruptCases(ground: Ground): void {
  describe("interrupts", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: {} } }),
    }));
    const write = (healthyForSeconds: number, profiles: Record<string, object>) =>
      stage.project.writeFleet(
        fleetOf({ hosts: { vm1: stage.first }, profiles, defaults: { health: { healthyForSeconds } } }),
      );
    const running = (unit: string) =>
      until(`${unit} runs`, async () => (await stage.first.unit(unit)).activeState === "active");

    it("the first Ctrl-C lets the operation end, and it is recorded", async () => {
      write(4, { coder: {} });
      const up = stage.pulumi.up();
      await running(CODER);
      stage.pulumi.interrupt();
      const result = await up;
      expect(result.exitCode, result.text).to.equal(1);
      const state = await stage.pulumi.exportState();
      expect(statusesOf(state)).to.deep.equal({ "hermes/vm1/coder": "applied" });
      expect(pendingOf(state)).to.deep.equal([]);
      expectRun(await stage.pulumi.up(), {});
    });

    it("the second Ctrl-C ends the provider by itself, the machine goes on, the next up converges", async () => {
      write(9, { coder: {}, writer: {} });
      const up = stage.pulumi.up();
      await running(WRITER);
      stage.pulumi.interrupt();
      // Two equal signals at once may arrive as one.
      await new Promise((resolve) => setTimeout(resolve, 500));
      stage.pulumi.interrupt();
      const result = await up;
      expect(result.exitCode, result.text).to.not.equal(0);
      expect(await providerProcesses(stage.project.dir)).to.deep.equal([]);
      expect(await stage.first.read(unitPath(WRITER))).to.include("[X-Hermes-Fleet]");
      expect(pendingOf(await stage.pulumi.exportState())).to.deep.equal(["creating hermes/vm1/writer"]);
      const again = await stage.pulumi.up({ refresh: true });
      expect(again.exitCode, again.text).to.equal(0);
      expect(await stage.first.running()).to.deep.equal([CODER, WRITER]);
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it("SIGTERM to the provider ends it by itself, and the next up converges", async () => {
      const author = "hermes-gateway-author.service";
      write(9, { coder: {}, writer: {}, author: {} });
      const up = stage.pulumi.up();
      await running(author);
      for (const pid of await providerProcesses(stage.project.dir)) process.kill(pid, "SIGTERM");
      const result = await up;
      expect(result.exitCode, result.text).to.not.equal(0);
      const again = await stage.pulumi.up();
      expect(again.exitCode, again.text).to.equal(0);
      expect(await stage.first.running()).to.deep.equal([author, CODER, WRITER]);
    });
  });
}
