import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Ground, type Stage, useStage } from "../ground/stage";
import type { Target } from "../ground/target";
import { repoRoot } from "../repo-root";
import { expectRun } from "../support/expect-run";

const EXAMPLES = join(repoRoot(), "examples");
const [CODER, OPS] = ["hermes-gateway-coder.service", "hermes-gateway-ops.service"];

/** The examples as they are, with the addresses and keys of real machines. */
export function exampleCases(ground: Ground): void {
  describe("examples/quickstart", () => {
    const stage = useStage(ground, 1, ({ first }) => ({
      name: "hermes-quickstart",
      copyOf: join(EXAMPLES, "quickstart"),
      fleet: quickstartFleet(first),
      config: { apiServerKey: "s3cret-of-the-api" },
      secrets: ["apiServerKey"],
    }));

    it("is what a reader has, but for fleet.yaml's address and key", () => {
      expect(differing(stage, "quickstart")).to.deep.equal(["fleet.yaml"]);
    });

    it("runs: one gateway works, the other stands by", async () => {
      stage.project.write("id", String(stage.first.connection.privateKey));
      const both = (what: string) => ({ "hermes/vm1/coder": what, "hermes/vm1/writer": what });
      expectRun(await stage.pulumi.preview(), both("create"));
      expectRun(await stage.pulumi.up(), both("create"));
      expect(await stage.first.running()).to.deep.equal([CODER]);
      expect((await stage.first.unit("hermes-gateway-writer.service")).unitFileState).to.equal("disabled");
      expectRun(await stage.pulumi.destroy(), both("delete"));
      expect(await stage.first.running()).to.deep.equal([]);
    });
  });

  describe("examples/typescript-fleet", () => {
    const stage = useStage(ground, 1, ({ first: { connection } }) => ({
      name: "hermes-typescript-fleet",
      main: "index.ts",
      copyOf: join(EXAMPLES, "typescript-fleet"),
      config: {
        addresses: JSON.stringify([connection.host]),
        hostKeys: JSON.stringify([connection.hostKey]),
        sshPort: String(connection.port),
        sshKey: String(connection.privateKey),
        telegramToken: "1234:abcd",
      },
      secrets: ["sshKey", "telegramToken"],
    }));

    it("is what a reader has", () => {
      expect(differing(stage, "typescript-fleet")).to.deep.equal([]);
    });

    it("runs: the winner of the group and the one beside it work", async () => {
      const all = (what: string) =>
        Object.fromEntries(["coder", "ops", "writer"].map((key) => [`hermes/vm1/${key}`, what]));
      expectRun(await stage.pulumi.preview(), all("create"));
      expectRun(await stage.pulumi.up(), all("create"));
      expect(await stage.first.running()).to.deep.equal([CODER, OPS]);
      expectRun(await stage.pulumi.destroy(), all("delete"));
      expect(await stage.first.running()).to.deep.equal([]);
    });
  });
}

/** The example's fleet.yaml with this machine's address and keys. */
function quickstartFleet({ connection }: Target): string {
  const text = readFileSync(join(EXAMPLES, "quickstart", "fleet.yaml"), "utf8");
  const own = [`host: ${connection.host}`, `port: ${connection.port}`, `hostKey: ${connection.hostKey}`];
  const adapted = text
    .replace(/host: 192\.0\.2\.10.*/, own.join("\n      "))
    .replace(/privateKeyFile: .*/, "privateKeyFile: id");
  expect(adapted).to.include("privateKeyFile: id\n").and.not.include("192.0.2.10");
  return adapted;
}

/** Files of an example that the project has otherwise, or not at all. */
function differing(stage: Stage, example: string): string[] {
  const dir = join(EXAMPLES, example);
  return readdirSync(dir)
    .filter((name) => statSync(join(dir, name)).isFile())
    .filter((name) => readFileSync(join(dir, name), "utf8") !== stage.project.read(name));
}
