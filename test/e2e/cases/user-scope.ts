import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { endingProgram } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { upTogether } from "../support/up-together";

const CODER = "hermes-gateway-coder.service";
const WRITER = "hermes-gateway-writer.service";
const OF_HERMES = "hermes/hermes-gateway-writer.service";
const FILE = `/home/hermes/.config/systemd/user/${WRITER}`;
const BROKEN = "/usr/local/bin/hermes-broken";
const BOTH = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };

/** A gateway of the system's manager and one of an account's own that exclude each other. */
export function userScopeCases(ground: Ground): void {
  describe("two managers on one machine", () => {
    const defaults = { exclusiveGroup: "one" };
    const fleet = (vm1: Parameters<typeof fleetOf>[0]["hosts"][string], coder: object, writer: object) =>
      fleetOf({ hosts: { vm1 }, profiles: { coder, writer: { scope: "user", ...writer } }, defaults });
    const stage = useStage(ground, 1, ({ first }) => ({
      fleet: fleet(first, { priority: 2 }, { priority: 1 }),
    }));
    const write = (coder: object, writer: object) =>
      stage.project.writeFleet(fleet(stage.first, coder, writer));
    const states = async () =>
      Promise.all(
        [CODER, OF_HERMES].map(async (unit) => {
          const { activeState, unitFileState } = await stage.first.unit(unit);
          return `${activeState} ${unitFileState}`;
        }),
      );

    before(() => stage.first.write(BROKEN, endingProgram(3), 0o755));

    it("up makes both, each in its place, and starts the higher one", async () => {
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
      expect(await states()).to.deep.equal(["active enabled", "inactive disabled"]);
      expect(await stage.first.read(FILE)).to.match(/^Owner=organization\/fleet\/dev::hermes\/vm1\/writer$/m);
      expect(await stage.first.mode(FILE)).to.equal("444");
      expect(await stage.first.read("/etc/tmpfiles.d/hermes-fleet-coder+writer@hermes.conf")).to.match(
        /^a \/.*\/coder\+writer@hermes\.lock - - - - u:hermes:r$/m,
      );
      expectRun(await stage.pulumi.up({ refresh: true }), {});
    });

    it("the lock refuses the other one, whoever starts it", async () => {
      await stage.first.userSystemctl("hermes", "start", "--no-block", WRITER);
      await expectRefused();
      expect((await states())[0]).to.equal("active enabled");
    });

    const expectRefused = async () => {
      for (;;) {
        const { activeState } = await stage.first.unit(OF_HERMES);
        if (activeState === "failed") return;
        expect(activeState).to.be.oneOf(["inactive", "activating", "active"]);
      }
    };

    it("priorities hand over from one manager to the other, and back", async () => {
      write({ priority: 1 }, { priority: 2 });
      expectRun(await stage.pulumi.up(), BOTH);
      expect(await states()).to.deep.equal(["inactive disabled", "active enabled"]);
      write({ priority: 2 }, { priority: 1 });
      expectRun(await stage.pulumi.up(), BOTH);
      expect(await states()).to.deep.equal(["active enabled", "inactive disabled"]);
    });

    it("a winner that fails gives the place back", async () => {
      const health = { healthyForSeconds: 1, deadlineSeconds: 5 };
      write({ priority: 1 }, { priority: 2, executable: BROKEN, health });
      expectFailure(await upTogether(stage, [stage.first]), "[gateway-failed]", `${CODER} is active again`);
      expect(await states()).to.deep.equal(["active enabled", "inactive disabled"]);
    });

    it("a gateway moves to the other manager in one update, and the lock goes", async () => {
      write({ priority: 2 }, { priority: 1, scope: "system" });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      expect(await stage.first.read(FILE)).to.equal(undefined);
      expect((await stage.first.unit(WRITER)).unitFileState).to.equal("disabled");
      expect(await stage.first.read("/etc/tmpfiles.d/hermes-fleet-coder+writer@hermes.conf")).to.equal(
        undefined,
      );
      expect(await stage.first.read("/var/lib/systemd/linger/hermes")).to.equal(undefined);
    });

    it("destroy leaves nothing of ours", async () => {
      write({ priority: 1 }, { priority: 2 });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      expectRun(await stage.pulumi.destroy(), {
        "hermes/vm1/coder": "delete",
        "hermes/vm1/writer": "delete",
      });
      expect([await stage.first.running(), await stage.first.read(FILE)]).to.deep.equal([[], undefined]);
      for (const path of [
        "/var/lib/systemd/linger/hermes",
        `/etc/systemd/user/${CODER}.d/50-hermes-fleet.conf`,
      ])
        expect(await stage.first.read(path)).to.equal(undefined);
    });
  });
}
