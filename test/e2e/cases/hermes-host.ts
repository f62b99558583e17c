import { expect } from "chai";
import { installFakePython, PYTHON } from "../../host/installation/fake-python";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";

const PROGRAM = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { GatewayFleet, HermesHost } = require("pulumi-hermes-gateway");

const { connection, ...wanted } = JSON.parse(readFileSync(join(__dirname, "case.json"), "utf8"));
const vm1 = new HermesHost("vm1", { ...wanted, connection, via: "provider" });
new GatewayFleet("hermes", {
  hosts: { vm1: { connection, dependsOn: vm1 } },
  defaults: { executable: vm1.executable, health: { healthyForSeconds: 0 } },
  profiles: { coder: {} },
});
`;

const HOST = "vm1/opt/hermes-agent";
const GATEWAY = "hermes/vm1/coder";
const UNIT = "hermes-gateway-coder.service";

/** A version of Hermes that is brought to the host by ourselves, and the gateway that runs it. */
export function hermesHostCases(ground: Ground): void {
  describe("HermesHost without the command plugin", () => {
    const stage = useStage(ground, 1, () => ({ program: PROGRAM }));
    const declare = (version: string) =>
      stage.project.write(
        "case.json",
        JSON.stringify({ connection: stage.first.connection, python: PYTHON, version }),
      );
    const started = async () => {
      const text = (await stage.first.read(unitPath(UNIT))) ?? "";
      return /^ExecStart=(\S+)/m.exec(text)?.[1] ?? "";
    };
    const pipRuns = async () => ((await stage.first.read("/opt/python/asked")) ?? "").split("\n").length - 1;
    const mark = async (version: string) =>
      stage.first.read((await started()).replace(/[\d.]+(-\w+)\/bin\/hermes/, `${version}$1/.hermes-fleet`));

    before(async () => {
      await installFakePython((path, text, mode) => stage.first.write(path, text, mode));
      declare("0.18.0");
    });

    it("the first preview knows what the unit will start", async () => {
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [HOST]: "create", [GATEWAY]: "create" });
      expect(preview.text).to.match(
        /executable *: "\/opt\/hermes-agent\/versions\/0\.18\.0-\w+\/bin\/hermes"/,
      );
    });

    it("up installs it, then starts the gateway from there", async () => {
      const up = await stage.pulumi.up();
      expectRun(up, { [HOST]: "create", [GATEWAY]: "create" });
      expect(up.text).to.include("vm1: hermes-agent 0.18.0 is installed, and the present version now");
      expect(await started()).to.match(/^\/opt\/hermes-agent\/versions\/0\.18\.0-\w+\/bin\/hermes$/);
      expect(await stage.first.running()).to.deep.equal([UNIT]);
    });

    it("nothing shows in the next preview with a refresh", async () => {
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it("another version is a reviewed change of both, and the old one stays", async () => {
      declare("0.19.0");
      const both = { [HOST]: "update", [GATEWAY]: "update" };
      const preview = await stage.pulumi.preview();
      expectRun(preview, both);
      expect(preview.text).to.match(/version *: "0\.18\.0" => "0\.19\.0"/);
      expect(preview.text).to.match(/- ExecStart=\/opt\/hermes-agent\/versions\/0\.18\.0-/);
      expect(preview.text).to.match(/\+ ExecStart=\/opt\/hermes-agent\/versions\/0\.19\.0-/);
      expectRun(await stage.pulumi.up(), both);
      expect(await started()).to.include("/0.19.0-");
      expect(await mark("0.18.0")).to.include("state=complete");
      expect(await stage.first.running()).to.deep.equal([UNIT]);
    });

    it("a version that cannot be installed stops the run before any gateway is touched", async () => {
      declare("0.21.0");
      const before = (await stage.first.unit(UNIT)).invocationId;
      await stage.first.write("/opt/python/pip", 'echo "ERROR: the build of x failed"; exit 1\n');
      expectFailure(
        await stage.pulumi.up(),
        "pip failed with exit status 1: ERROR: the build of x failed [install-failed]",
        "is unfinished, no unit leads there, and the next run makes it anew",
      );
      await stage.first.write("/opt/python/pip", "");
      expect((await stage.first.unit(UNIT)).invocationId).to.equal(before);
    });

    it("the way back needs no package index", async () => {
      declare("0.18.0");
      const before = await pipRuns();
      expectRun(await stage.pulumi.up(), { [HOST]: "update", [GATEWAY]: "update" });
      expect(await pipRuns()).to.equal(before);
      expect(await started()).to.include("/0.18.0-");
      expect(await stage.first.running()).to.deep.equal([UNIT]);
    });

    it("a refresh sees another version in its place, and up makes it anew", async () => {
      const installed = (await started()).replace(/bin\/hermes$/, "installed");
      await stage.first.write(installed, "0.18.9\n");
      const preview = await stage.pulumi.preview({ refresh: true });
      expectRun(preview, { [HOST]: "update" });
      expect(preview.text).to.match(/version *: "0\.18\.9" => "0\.18\.0"/);
      expectRun(await stage.pulumi.up({ refresh: true }), { [HOST]: "update" });
      expect(await stage.first.read(installed)).to.equal("0.18.0\n");
    });

    it("a refresh sees that it is gone, and up installs it again", async () => {
      await stage.first.remove("/opt/hermes-agent");
      expectRun(await stage.pulumi.up({ refresh: true }), { [HOST]: "create" });
      expect(await mark("0.18.0")).to.include("state=complete");
    });

    it("destroy takes the versions away once the gateway is gone", async () => {
      const directory = (await started()).replace(/\/bin\/hermes$/, "");
      expectRun(await stage.pulumi.destroy(), { [HOST]: "delete", [GATEWAY]: "delete" });
      expect(await stage.first.read(`${directory}/.hermes-fleet`)).to.equal(undefined);
      await stage.first.remove("/opt/python");
    });
  });
}
