import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { CODER, useGuardStage } from "./support/guard-stage";
import { generations } from "./support/guard-state";
import { must, serving } from "./support/inspect";
import { linger } from "./support/user-manager";

const GUARD = "/var/lib/hermes-fleet/guard";
const WRITER = CODER.replace("coder", "writer");

const SCOPES = [
  { from: "user", to: "system" },
  { from: "system", to: "user" },
] as const;

for (const { from, to } of SCOPES) {
  describe(`a move from ${from} to ${to} scope, undone on the host itself`, function () {
    // Moves, each with a stop and a start.
    this.timeout(240_000);
    const stage = useGuardStage({ scope: from });
    /** Every unit of a gateway and every link to one, and who runs. */
    const look = async () => ({
      units: await must(
        stage.host,
        "find /etc/systemd/system /home/hermes/.config/systemd/user -name 'hermes-gateway*' 2>/dev/null | sort",
      ),
      serving: await serving(stage.host),
      linger: await linger(stage.host),
    });

    it("is made again after a refresh, and nothing of what was undone stays", async () => {
      stage.write({ scope: to, priority: 2 }, { scope: to, priority: 1 });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      const moved = await look();
      await must(stage.host, `${GUARD} undo ${(await generations(stage.host)).at(-1)}`);
      expect((await look()).serving).to.deep.equal(["coder"]);

      const refresh = await stage.pulumi.refresh();
      expect(refresh.exitCode, refresh.text).to.equal(0);
      const again = await stage.pulumi.up();
      expect(again.exitCode, again.text).to.equal(0);
      expect(await look()).to.deep.equal(moved);
      expect(moved.units.split("\n").map((path) => path.replace(/.*\//, ""))).to.have.members([
        CODER,
        CODER,
        WRITER,
      ]);
      expectRun(await stage.pulumi.up({ refresh: true }), {});
    });
  });
}
