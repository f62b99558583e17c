import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { leaksIn } from "../../secrets/leaks";
import type { Driver } from "../driver";
import { type Ground, type Stage, useStage } from "../ground/stage";
import { type Target, unitPath } from "../ground/target";
import { makeProject, type TestProject } from "../project";
import { repoRoot } from "../repo-root";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

/** Values of several origins; none is part of another, because the CLI masks what it knows as secret configuration. */
const CANARIES = {
  configured: "canary-8d1f0c5e7b",
  environment: "canary-31c64a90de",
  password: "canary-a7720be4f9",
  setting: "canary-5f29c3b8d0",
  soul: "canary-902be7f1a4",
  plain: "canary-6be41d70c3",
  failing: "canary-c05d8e2a97",
  phone: "+491700042177013",
} as const;
const NAME = "hermes/vm1/coder";
/** The environment of the program. */
const ENV = { OTHER_TOKEN: CANARIES.environment };

/** Values that must be nowhere in plaintext, and the proof that the search would find them. */
export function secretCases(ground: Ground): void {
  describe("secrets", () => {
    const stage = useStage(ground, 1, ({ first }) => secretProject(first));

    it("no plaintext in previews, their JSON, logs and state", async () => {
      const said = await everythingSaid(stage);
      for (const [where, text] of Object.entries(said))
        expect(leaks(stage.first, text), where).to.deep.equal([]);
      expect(Object.keys(said)).to.have.lengthOf(18);
      expect(said.state).to.include("ciphertext");
    });

    it("no plaintext when a value is refused", async () => {
      stage.project.config.token = `${CANARIES.configured}\n\${HOME}`;
      const result = await stage.pulumi.preview({ env: ENV, verbose: true });
      expectFailure(result, "env.TELEGRAM_BOT_TOKEN: the value has a line break");
      expect(leaks(stage.first, result.text + ourLines(result.log))).to.deep.equal([]);
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
      if (!pulumi || !project) throw new Error("no driver");
      const said = await everythingSaid({ pulumi, project, first: stage.first });
      expect(leaks(stage.first, said.state ?? "")).to.include(CANARIES.environment);
      expect(leaks(stage.first, said.previewJson ?? "")).to.include(CANARIES.environment);
      expect(leaks(stage.first, said.up ?? "")).to.include(CANARIES.environment);
      expect(leaks(stage.first, said.unit ?? "")).to.include(CANARIES.environment);
    });
  });
}

function secretProject(target: Target) {
  const { privateKey, ...connection } = target.connection;
  const vm1 = { ...target, connection: { ...connection, privateKey, password: CANARIES.password } };
  const env = {
    TELEGRAM_BOT_TOKEN: { config: "token" },
    OTHER_TOKEN: { fromEnv: "OTHER_TOKEN" },
    PLAIN_TOKEN: CANARIES.plain,
    SIGNAL_ACCOUNT: CANARIES.phone,
  };
  const files = { config: { auxiliary: { key: CANARIES.setting } }, soul: `# ${CANARIES.soul}\n` };
  return {
    fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: { env, ...files } } }),
    config: { token: CANARIES.configured },
    secrets: ["token"],
  };
}

/** What Pulumi says and keeps in a gateway's life, by where it is said. */
async function everythingSaid({
  pulumi,
  project,
  first,
}: Pick<Stage, "pulumi" | "project" | "first">): Promise<Record<string, string>> {
  const preview = await pulumi.preview({ env: ENV, verbose: true });
  const previewJson = await pulumi.preview({ env: ENV, json: true });
  const up = await pulumi.up({ env: ENV, verbose: true });
  expectRun(up, { [NAME]: "create" });
  const state = await pulumi.exportState();
  const unit = (await first.read(unitPath("hermes-gateway-coder.service"))) ?? "";
  const refresh = await pulumi.refresh({ verbose: true });
  const failed = await failingUp(pulumi, project);
  const destroy = await pulumi.destroy({ verbose: true });
  return {
    preview: preview.text,
    previewLog: ourLines(preview.log),
    previewJson: previewJson.text,
    up: up.text,
    upLog: ourLines(up.log),
    state,
    unit,
    plan: planSaid(project.dir),
    planJson: planSaid(project.dir, "--json"),
    planDot: planSaid(project.dir, "--dot"),
    failed: failed.text,
    failedLog: ourLines(failed.log),
    wrong: planSaid(project.dir, "wrong.yaml"),
    noYaml: planSaid(project.dir, "no-yaml.yaml"),
    refresh: refresh.text,
    refreshLog: ourLines(refresh.log),
    destroy: destroy.text,
    destroyLog: ourLines(destroy.log),
  };
}

/** An update that the host refuses: its words come with a secret of the profile that it is about. */
async function failingUp(pulumi: Driver, project: TestProject) {
  const written = project.read("fleet.yaml");
  project.write("wrong.yaml", written.replace("env:", `"TOKEN=${CANARIES.failing}":\n    env:`));
  project.write("no-yaml.yaml", written.replace("env:", `env: *${CANARIES.failing}`));
  const executable = `/bin/echo-${CANARIES.plain.length}`;
  project.writeFleet(
    written.replace("env:", `executable: ${executable}\n    env:\n      FAILING_TOKEN: ${CANARIES.failing}`),
  );
  const failed = await pulumi.up({ env: ENV, verbose: true });
  project.writeFleet(written);
  return failed;
}

/** What the command that asks no host says. */
function planSaid(dir: string, ...words: string[]): string {
  const command = join(repoRoot(), "dist", "provider", "cli", "main.js");
  const { stdout, stderr } = spawnSync(process.execPath, [command, "plan", ...words], {
    cwd: dir,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`;
}

/**
 * A log without the lines in which Pulumi itself prints every property that crosses its wire: with `-v9` it does so
 * for all providers, and for secret configuration too.
 */
function ourLines(log: string): string {
  const pulumis = /(Unm|M)arshaling property for RPC|RegisterResource RPC finished/;
  return log
    .split("\n")
    .filter((line) => !pulumis.test(line))
    .join("\n");
}

/** Which secrets a text has, in any spelling. */
function leaks(target: Target, text: string): string[] {
  // The first lines of all keys of a kind are equal.
  const keyLine = String(target.connection.privateKey).trim().split("\n").at(-3) ?? "";
  return leaksIn(text, [...Object.values(CANARIES), keyLine]);
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
  console.log("env", JSON.stringify(env));
  if (unit) checked.inputs.unit = \`\${unit}# \${Object.values(env ?? {}).join(" ")}\\n\`;
  return checked;
} } });
`,
  );
}
