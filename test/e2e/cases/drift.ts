import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { statusesOf } from "../support/state";

const CODER = "hermes-gateway-coder.service";
const NAME = "hermes/vm1/coder";

/** What somebody else did on the machine. */
export function driftCases(ground: Ground): void {
  describe("a machine that somebody else changed", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: { env: { A_TOKEN: "one" } } } }),
    }));
    let installed = "";

    const edit = async () => {
      await stage.first.write(unitPath(CODER), installed.replace("RestartSec=5", "RestartSec=44"));
      await stage.first.systemctl("daemon-reload");
    };

    before(async () => {
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      installed = (await stage.first.read(unitPath(CODER))) ?? "";
    });

    it("an up without a refresh that would overwrite it stops before it changes anything", async () => {
      await edit();
      const reloads = await stage.first.reloads();
      stage.project.writeFleet(
        fleetOf({
          hosts: { vm1: stage.first },
          profiles: { coder: { env: { A_TOKEN: "one" }, restartSec: 7 } },
        }),
      );
      expectFailure(await stage.pulumi.up(), "[changed-on-host]", "pulumi up --refresh");
      expect(await stage.first.read(unitPath(CODER))).to.include("RestartSec=44");
      expect(await stage.first.reloads()).to.equal(reloads);
    });

    it("preview --refresh shows the line that would be put back", async () => {
      stage.project.writeFleet(
        fleetOf({ hosts: { vm1: stage.first }, profiles: { coder: { env: { A_TOKEN: "one" } } } }),
      );
      const preview = await stage.pulumi.preview({ refresh: true });
      expectRun(preview, { [NAME]: "update" });
      expect(preview.text).to.match(/^ +- RestartSec=44$/m);
      expect(preview.text).to.match(/^ +\+ RestartSec=5$/m);
    });

    it("an accepted refresh keeps it as drift, and the next preview shows the same line", async () => {
      expectRun(await stage.pulumi.refresh(), { [NAME]: "update" });
      expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal({ [NAME]: "drifted" });
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "update" });
      expect(preview.text).to.match(/^ +- RestartSec=44$/m);
    });

    it("up puts the declared unit back without a restart", async () => {
      const before = (await stage.first.unit(CODER)).invocationId;
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(unitPath(CODER))).to.equal(installed);
      expect((await stage.first.unit(CODER)).invocationId).to.equal(before);
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it("a gateway that was stopped is found stopped and started again", async () => {
      await stage.first.systemctl("stop", CODER);
      expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
      expect((await stage.first.unit(CODER)).activeState).to.equal("active");
    });

    it("a disabled gateway is enabled again", async () => {
      await stage.first.systemctl("disable", CODER);
      const preview = await stage.pulumi.preview({ refresh: true });
      expect(preview.text).to.match(/~ boot *: "standby" => "enabled"/);
      expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
      expect((await stage.first.unit(CODER)).unitFileState).to.equal("enabled");
    });

    it("an edited .env is put back", async () => {
      const path = "/home/hermes/.hermes/profiles/coder/.env";
      const env = (await stage.first.read(path)) ?? "";
      await stage.first.write(path, `MINE=kept\n${env.replace("A_TOKEN=one", "A_TOKEN=two")}`, 0o600);
      expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
      expect(await stage.first.read(path)).to.equal(`MINE=kept\n${env}`);
    });

    it("a unit that is gone leaves the state and is made again", async () => {
      await stage.first.systemctl("disable", "--now", CODER);
      await stage.first.remove(unitPath(CODER));
      await stage.first.systemctl("daemon-reload");
      expectRun(await stage.pulumi.refresh(), { [NAME]: "delete" });
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      expect((await stage.first.unit(CODER)).activeState).to.equal("active");
    });
  });
}
