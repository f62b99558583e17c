import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { unitPath } from "../ground/target";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { largestGateway } from "../support/state";
import { upTogether } from "../support/up-together";

const CODER = "hermes-gateway-coder.service";
const WRITER = "hermes-gateway-writer.service";
const AUTHOR = "hermes-gateway-author.service";
const ENV = "/home/hermes/.hermes/profiles/coder/.env";

/** A fleet's life on one machine, each step on what the one before left. */
export function lifecycleCases(ground: Ground): void {
  describe("one machine from the first up to destroy", () => {
    const coder = { ports: [8642], env: { API_SERVER_PORT: "8642" } };
    const writer = { ports: [8643], env: { API_SERVER_PORT: "8643" } };
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder, writer } }),
    }));
    const write = (parts: Omit<Parameters<typeof fleetOf>[0], "hosts">) =>
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, ...parts }));
    const counts = async () => [await stage.first.connections(), await stage.first.reloads()];
    const starts = async (...units: string[]) =>
      Promise.all(units.map(async (unit) => (await stage.first.unit(unit)).invocationId));

    it("preview announces both gateways and does not dial", async () => {
      const result = await stage.pulumi.preview();
      expectRun(result, { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
      expect(await counts()).to.deep.equal([0, 0]);
      expect(await stage.first.read(unitPath(CODER))).to.equal(undefined);
    });

    it("up makes both with one connection and one daemon-reload", async () => {
      const up = await upTogether(stage, [stage.first]);
      expectRun(up, { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
      expect(await counts()).to.deep.equal([1, 1]);
      expect(await stage.first.running()).to.deep.equal([CODER, WRITER]);
      expect((await stage.first.unit(CODER)).unitFileState).to.equal("enabled");
      expect(await stage.first.read(unitPath(CODER))).to.match(
        /^\[X-Hermes-Fleet\]\nOwner=organization\/fleet\/dev::hermes\/vm1\/coder$/m,
      );
      expect(await stage.first.read(ENV)).to.include("\nAPI_SERVER_PORT=8642\n");
      expect(await stage.first.mode(ENV)).to.equal("600");
    });

    it("a gateway's state stays below 16 KiB", async () => {
      expect(largestGateway(await stage.pulumi.exportState())).to.be.below(16 * 1024);
    });

    it("a second up changes nothing and does not dial", async () => {
      const before = [await counts(), await starts(CODER, WRITER)];
      expectRun(await stage.pulumi.up(), {});
      expect([await counts(), await starts(CODER, WRITER)]).to.deep.equal(before);
    });

    it("a refresh finds nothing, and the preview after it shows nothing", async () => {
      expectRun(await stage.pulumi.refresh(), {});
      expectRun(await stage.pulumi.preview(), {});
    });

    it("the preview of a changed setting shows the line, and up restarts that gateway alone", async () => {
      write({ profiles: { coder: { ...coder, environment: { HERMES_LOG_LEVEL: "debug" } }, writer } });
      const preview = await stage.pulumi.preview();
      expectRun(preview, { "hermes/vm1/coder": "update" });
      expect(preview.text).to.match(/^ +\+ Environment="?HERMES_LOG_LEVEL=debug"?$/m);
      expect(preview.text).to.match(/~ restartsWhenChanged *: "sha256:[0-9a-f]+" => "sha256:[0-9a-f]+"/);
      const [[, reloads = 0], [coderBefore, writerBefore]] = [await counts(), await starts(CODER, WRITER)];
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      const [coderNow, writerNow] = await starts(CODER, WRITER);
      expect(coderNow).to.not.equal(coderBefore);
      expect(writerNow).to.equal(writerBefore);
      expect(await stage.first.reloads()).to.equal(reloads + 1);
    });

    it("a changed policy is reloaded without a restart", async () => {
      write({
        profiles: { coder, writer },
        defaults: { environment: { HERMES_LOG_LEVEL: "debug" }, restartSec: 9 },
      });
      const preview = await stage.pulumi.preview({ targets: ["hermes/vm1/coder"] });
      expectRun(preview, { "hermes/vm1/coder": "update" });
      expect(preview.text).to.not.include("restartsWhenChanged");
      const before = await starts(CODER);
      expectRun(await stage.pulumi.up({ targets: ["hermes/vm1/coder"] }), { "hermes/vm1/coder": "update" });
      expect(await stage.first.read(unitPath(CODER))).to.include("\nRestartSec=9\n");
      expect(await stage.first.read(unitPath(WRITER))).to.include("\nRestartSec=5\n");
      expect(await starts(CODER)).to.deep.equal(before);
    });

    it("settings that touch no host do not dial", async () => {
      write({
        profiles: { coder: { ...coder, environment: { HERMES_LOG_LEVEL: "debug" }, restartSec: 9 }, writer },
        defaults: { adopt: "take-over" },
      });
      const before = await counts();
      const both = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };
      expectRun(await stage.pulumi.up(), both);
      expect(await counts()).to.deep.equal(before);
    });

    it("a changed connection is an update that looks and writes nothing", async () => {
      const [connections = 0, reloads] = await counts();
      const before = await starts(CODER, WRITER);
      const vm1 = { ...stage.first, connection: { ...stage.first.connection, perDialTimeout: 20 } };
      stage.project.writeFleet(
        fleetOf({
          hosts: { vm1 },
          profiles: {
            coder: { ...coder, environment: { HERMES_LOG_LEVEL: "debug" }, restartSec: 9 },
            writer,
          },
          defaults: { adopt: "take-over" },
        }),
      );
      const both = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };
      expectRun(await stage.pulumi.up(), both);
      expect(await counts()).to.deep.equal([connections + 1, reloads]);
      expect(await starts(CODER, WRITER)).to.deep.equal(before);
    });

    it("a profile renamed with the same port is one up", async () => {
      write({ profiles: { coder, author: writer } });
      expectRun(await stage.pulumi.up(), {
        "hermes/vm1/coder": "update",
        "hermes/vm1/author": "create",
        "hermes/vm1/writer": "delete",
      });
      expect(await stage.first.running()).to.deep.equal([AUTHOR, CODER]);
      expect(await stage.first.read(unitPath(WRITER))).to.equal(undefined);
    });

    it("a removed profile's unit goes, with one daemon-reload, and its data stays", async () => {
      const home = "/home/hermes/.hermes/profiles/author/notes.txt";
      await stage.first.write(home, "keep me\n");
      write({ profiles: { coder } });
      const reloads = await stage.first.reloads();
      expectRun(await stage.pulumi.up(), { "hermes/vm1/author": "delete" });
      expect(await stage.first.reloads()).to.equal(reloads + 1);
      expect((await stage.first.unit(AUTHOR)).loadState).to.equal("not-found");
      expect(await stage.first.running()).to.deep.equal([CODER]);
      expect(await stage.first.read(home)).to.equal("keep me\n");
    });

    it("a changed home takes our variables along and leaves none behind", async () => {
      const before = await stage.first.read(ENV);
      await stage.first.write(ENV, `MINE=1\n${before}`, 0o600);
      const home = "/home/hermes/moved";
      write({ profiles: { coder: { ...coder, home } } });
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect(await stage.first.read(ENV)).to.equal("MINE=1\n");
      expect(await stage.first.read(`${home}/.env`)).to.equal(before);
      write({ profiles: { coder } });
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect(await stage.first.read(ENV)).to.equal(`MINE=1\n${before}`);
      expect(await stage.first.read(`${home}/.env`)).to.equal(undefined);
    });

    it("destroy leaves nothing of ours", async () => {
      expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete" });
      expect(await stage.first.running()).to.deep.equal([]);
      for (const path of [unitPath(CODER), "/var/lib/hermes-fleet", "/run/hermes-fleet.lock"]) {
        expect(await stage.first.read(path), path).to.equal(undefined);
      }
      expect(await stage.first.read(ENV)).to.equal("MINE=1\n");
    });
  });
}
