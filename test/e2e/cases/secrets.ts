import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Driver } from "../driver";
import { type Ground, useStage } from "../ground/stage";
import type { Target } from "../ground/target";
import { makeProject, type TestProject } from "../project";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const CANARY = "canary-8d1f0c5e7b";
const NAME = "hermes/vm1/coder";

/** Values that must be nowhere in plaintext, and the proof that the search would find them. */
export function secretCases(ground: Ground): void {
  describe("secrets", () => {
    const stage = useStage(ground, 1, ({ first }) => secretProject(first));

    it("no plaintext in previews, their JSON, logs and state", async () => {
      const { pulumi } = stage;
      const said = await everythingSaid(pulumi);
      for (const [where, text] of Object.entries(said))
        expect(leaks(stage.first, text), where).to.deep.equal([]);
      expect(Object.keys(said)).to.have.lengthOf(10);
      expect(said.state).to.include("ciphertext");
    });

    it("no plaintext when a value is refused", async () => {
      stage.project.config.token = `${CANARY}\n\${HOME}`;
      const result = await stage.pulumi.preview({ verbose: true });
      expectFailure(result, "env.TELEGRAM_BOT_TOKEN: the value has a line break");
      expect(leaks(stage.first, result.text + result.log)).to.deep.equal([]);
    });
  });

  describe("a build that puts a secret into the unit", () => {
    let [project, pulumi]: [TestProject | undefined, Driver | undefined] = [undefined, undefined];
    const stage = useStage(ground, 1, ({ first }) => secretProject(first));

    before(async () => {
      project = makeProject({ ...secretProject(stage.first), patchPackage: leakIntoUnit });
      pulumi = await ground.driver(project);
    });
    after(async () => {
      await pulumi?.close();
      project?.remove();
    });

    it("is found by the same search", async () => {
      if (!pulumi) throw new Error("no driver");
      const said = await everythingSaid(pulumi);
      expect(leaks(stage.first, said.state ?? "")).to.include(CANARY);
      expect(leaks(stage.first, said.previewJson ?? "")).to.include(CANARY);
    });
  });
}

function secretProject(target: Target) {
  const { privateKey, ...connection } = target.connection;
  const vm1 = { ...target, connection: { ...connection, privateKey, password: `${CANARY}-password` } };
  const env = { TELEGRAM_BOT_TOKEN: { config: "token" }, OTHER_TOKEN: { fromEnv: "E2E_OTHER_TOKEN" } };
  process.env.E2E_OTHER_TOKEN = `${CANARY}-environment`;
  return {
    fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: { env } } }),
    config: { token: CANARY },
    secrets: ["token"],
  };
}

/** What Pulumi says and keeps in a gateway's life, by where it is said. */
async function everythingSaid(pulumi: Driver): Promise<Record<string, string>> {
  const preview = await pulumi.preview({ verbose: true });
  const previewJson = await pulumi.preview({ json: true });
  const up = await pulumi.up({ verbose: true });
  expectRun(up, { [NAME]: "create" });
  const state = await pulumi.exportState();
  const refresh = await pulumi.refresh({ verbose: true });
  const destroy = await pulumi.destroy({ verbose: true });
  return {
    preview: preview.text,
    previewLog: preview.log,
    previewJson: previewJson.text,
    up: up.text,
    upLog: up.log,
    state,
    refresh: refresh.text,
    refreshLog: refresh.log,
    destroy: destroy.text,
    destroyLog: destroy.log,
  };
}

/** Which secrets a text has in plaintext, or as base64. */
function leaks(target: Target, text: string): string[] {
  const [, keyLine = ""] = String(target.connection.privateKey).split("\n");
  const forms = [CANARY, keyLine].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").slice(0, -4),
  ]);
  return forms.filter((form) => text.includes(form));
}

/** Makes `check` write the values of `env` into the unit's text. */
function leakIntoUnit(dir: string): void {
  const path = join(dir, "dist", "provider", "resources", "provider.js");
  const code = readFileSync(path, "utf8");
  writeFileSync(
    path,
    `${code}
const { check } = exports.gatewayProfile;
Object.defineProperty(exports, "gatewayProfile", { value: { ...exports.gatewayProfile, check: async (olds, news) => {
  const checked = await check(olds, news);
  const { unit, env } = checked.inputs;
  if (unit) checked.inputs.unit = \`\${unit}# \${Object.values(env ?? {}).join(" ")}\\n\`;
  return checked;
} } });
`,
  );
}
