import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const unitOf = (key: string) => `hermes-gateway-${key}.service`;
const LEDGER = "hermes/vm1/ports";

/** Ports that nobody writes: who comes and goes moves nobody else's. */
export function allocatedPortCases(ground: Ground): void {
  describe("ports: allocate", () => {
    const allocating = { ports: "allocate", env: { API_SERVER_KEY: "0123456789abcdef" } } as const;
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: allocating, writer: allocating } }),
    }));
    const write = (profiles: Parameters<typeof fleetOf>[0]["profiles"]) =>
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles }));
    const port = async (key: string) => {
      const text = await stage.first.read(`/home/hermes/.hermes/profiles/${key}/.env`);
      return /^API_SERVER_PORT=(\d+)$/m.exec(text ?? "")?.[1];
    };
    const started = async (key: string) => (await stage.first.unit(unitOf(key))).invocationId;

    it("the first preview knows the ports", async () => {
      const preview = await stage.pulumi.preview();
      expectRun(preview, {
        [LEDGER]: "create",
        "hermes/vm1/coder": "create",
        "hermes/vm1/writer": "create",
      });
      expect(preview.text).to.match(/API_SERVER_PORT: 9497/);
      expect(preview.text).to.match(/API_SERVER_PORT: 9252/);
    });

    it("up writes each profile's into its .env, and both run side by side", async () => {
      expectRun(await stage.pulumi.up(), {
        [LEDGER]: "create",
        "hermes/vm1/coder": "create",
        "hermes/vm1/writer": "create",
      });
      expect([await port("coder"), await port("writer")]).to.deep.equal(["9497", "9252"]);
      expect(await stage.first.running()).to.deep.equal([unitOf("coder"), unitOf("writer")]);
    });

    it("nothing shows in the next preview, with a refresh or without, and nothing is done", async () => {
      const reloads = await stage.first.reloads();
      for (const options of [{}, { refresh: true }]) {
        const preview = await stage.pulumi.preview(options);
        expectRun(preview, {});
        expect(preview.text).to.not.match(/9497|API_SERVER_PORT/);
      }
      expectRun(await stage.pulumi.up(), {});
      expect(await stage.first.reloads()).to.equal(reloads);
    });

    it("a third profile, whose proposed port is declared by hand: the others do not change", async () => {
      const before = [await started("coder"), await started("writer")];
      // 9774 is where the hash of ops points
      write({ coder: allocating, writer: allocating, ops: allocating, mail: { ports: [9774] } });
      const changes = { [LEDGER]: "update", "hermes/vm1/ops": "create", "hermes/vm1/mail": "create" };
      expectRun(await stage.pulumi.preview(), changes);
      expectRun(await stage.pulumi.up(), changes);
      expect([await port("coder"), await port("writer"), await port("ops")]).to.deep.equal([
        "9497",
        "9252",
        "9775",
      ]);
      expect([await started("coder"), await started("writer")]).to.deep.equal(before);
    });

    it("the first profile gone: the others keep their ports and go on running", async () => {
      const before = [await started("writer"), await started("ops")];
      write({ writer: allocating, ops: allocating });
      const changes = { [LEDGER]: "update", "hermes/vm1/coder": "delete", "hermes/vm1/mail": "delete" };
      expectRun(await stage.pulumi.preview(), changes);
      expectRun(await stage.pulumi.up(), changes);
      expect([await port("writer"), await port("ops")]).to.deep.equal(["9252", "9775"]);
      expect([await started("writer"), await started("ops")]).to.deep.equal(before);
      expectRun(await stage.pulumi.preview(), {});
    });

    it("a port that is declared elsewhere by now stops the preview; nothing moves", async () => {
      write({ writer: allocating, ops: allocating, mail: { ports: [9252] } });
      expectFailure(
        await stage.pulumi.preview(),
        "port 9252 of vm1 was allocated to the api_server of writer and stays with it",
      );
    });

    it("a targeted run without the ledger refuses a gateway that has no port yet", async () => {
      write({ writer: allocating, ops: allocating, late: allocating });
      expectFailure(
        await stage.pulumi.preview({ targets: ["hermes/vm1/late"] }),
        "ports.API_SERVER_PORT: no port is assigned to it yet",
      );
      write({ writer: { ...allocating, restartSec: 9 }, ops: allocating, late: allocating });
      expectRun(await stage.pulumi.preview({ targets: ["hermes/vm1/writer"] }), {
        "hermes/vm1/writer": "update",
      });
    });

    it("an edited port is drift, and up --refresh writes the allocated one again", async () => {
      write({ writer: allocating, ops: allocating });
      const path = "/home/hermes/.hermes/profiles/ops/.env";
      const text = (await stage.first.read(path)) ?? "";
      await stage.first.write(path, text.replace("9775", "9999"), 0o600);
      expectRun(await stage.pulumi.up({ refresh: true }), { "hermes/vm1/ops": "update" });
      expect(await port("ops")).to.equal("9775");
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
    });

    it("destroy takes the ledger along", async () => {
      expectRun(await stage.pulumi.destroy(), {
        [LEDGER]: "delete",
        "hermes/vm1/writer": "delete",
        "hermes/vm1/ops": "delete",
      });
      expect(await stage.first.running()).to.deep.equal([]);
    });
  });
}
