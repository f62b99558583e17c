import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { engineDriver } from "../engine-driver";
import { embeddedMachines } from "../ground/embedded-target";
import { useStage } from "../ground/stage";
import { repoRoot } from "../repo-root";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

/** The oldest `@pulumi/pulumi` of the peer range, installed under a name of its own. */
const SDK = dirname(require.resolve("pulumi-sdk-oldest/package.json"));

/** Program and provider with the oldest SDK that the package admits. */
export function oldestSdkCases(): void {
  describe("the oldest @pulumi/pulumi of the peer range", () => {
    const driver: Parameters<typeof useStage>[0]["driver"] = (project) =>
      engineDriver(project, { sdkDir: SDK });
    const ground = { title: "oldest SDK", driver, machines: embeddedMachines };
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      sdkDir: SDK,
      fleet: {
        ...fleetOf({ hosts: { vm1 }, profiles: { coder: { env: { A_TOKEN: "one" } } } }),
        survey: "require",
      },
    }));
    const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));

    it("is the one that the peer range begins with", () => {
      const { peerDependencies } = read(join(repoRoot(), "package.json"));
      expect(`^${read(join(SDK, "package.json")).version}`).to.equal(peerDependencies["@pulumi/pulumi"]);
    });

    it("carries a gateway from create to destroy", async () => {
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-coder.service"]);
      expectRun(await stage.pulumi.preview({ refresh: true }), {});
      expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete" });
    });
  });
}
