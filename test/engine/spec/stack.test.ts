import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { FileState, MemoryState } from "../state/store";
import { NOTICE } from "../text/render";
import { callOf, callsOf, opsOf, Things } from "./things";

describe("test engine: state, configuration, output", function () {
  this.timeout(60_000);
  let things: Things;
  beforeEach(() => {
    things = new Things();
  });
  afterEach(() => things.remove());

  it("configuration reaches the program, and the provider's state with secrets encrypted", async () => {
    const program = `
      const config = new pulumi.Config();
      exports.plain = config.require("plain");
      exports.hidden = config.requireSecret("hidden");
      new Thing("a", { token: config.requireSecret("hidden") });`;
    const config = { plain: "seen", "things:hidden": "very-hidden" };
    const result = await things
      .write(program)
      .engine({ config, configSecretKeys: ["hidden"] })
      .up();
    expect(result.outputs).to.deep.equal({ plain: "seen", hidden: "[secret]" });
    expect(callOf(result, "Create", "a").request.properties).to.deep.include({ token: "very-hidden" });
    expect(result.text).not.to.include("very-hidden");
    expect(JSON.stringify(things.engine().exportState())).not.to.include("very-hidden");
    expect(things.stored("default")?.inputs?.["things:plain"]).to.equal("seen");
  });

  it("a file keeps the state, readable with its passphrase only", async () => {
    const dir = mkdtempSync(join(tmpdir(), "test-engine-state-"));
    try {
      const file = join(dir, "state.json");
      const program = `new Thing("a", { token: pulumi.secret("very-hidden") });`;
      await things
        .write(program)
        .engine({ state: new FileState(file), passphrase: "one" })
        .up();
      expect(readFileSync(file, "utf8")).not.to.include("very-hidden");
      const again = things.engine({ state: new FileState(file), passphrase: "one" });
      expect(callsOf(await again.preview())).to.deep.equal(["Check a", "Diff a"]);
      const other = things.engine({ state: new FileState(file), passphrase: "two" });
      const failure = await other.preview().catch((error: Error) => error.message);
      expect(failure).to.match(/unable to authenticate/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it("a preview changes nothing, not even with a refresh", async () => {
    await things.up(`new Thing("a", {});`);
    const before = things.engine().exportState();
    const result = await things.write(`new Thing("a", { key: "2" });`).engine().preview({ refresh: true });
    expect(opsOf(result, "a")).to.deep.equal(["refresh", "create-replacement", "replace", "delete-replaced"]);
    expect(things.engine().exportState()).to.deep.equal(before);
  });

  it("refresh and destroy use the configuration of the last update unless they run the program", async () => {
    const config = (value: string) => ({ config: { k: value } });
    await things.write(`new Thing("a", {});`).engine(config("then")).up();
    const argsOf = (result: { calls: readonly { method: string; request: object }[] }) =>
      result.calls.filter(({ method }) => method === "Configure").map(({ request }) => request);
    const [old] = argsOf(await things.engine(config("now")).refresh({ previewOnly: true }));
    expect(old).to.deep.include({ args: { "things:k": "then" } });
    const [current] = argsOf(
      await things.engine(config("now")).refresh({ previewOnly: true, runProgram: true }),
    );
    expect(current).to.deep.include({ args: { "things:k": "now" } });
    const destroyed = await things.engine(config("now")).destroy({ runProgram: true });
    expect([destroyed.exitCode, callsOf(destroyed)]).to.deep.equal([0, ["Delete a"]]);
    expect(things.engine().exportState().deployment.resources).to.deep.equal([]);
  });

  it("no more steps run at a time than allowed", async () => {
    const program = `for (let i = 0; i < 6; i++) new Thing("t" + i, { spec: process.env.SLOW });`;
    await things.up(program);
    const result = await things
      .write(program)
      .engine({ env: { SLOW: "50" }, parallel: 2 })
      .up();
    const updates = result.calls.filter(({ method }) => method === "Update");
    const busiest = updates.map(
      ({ start }) => updates.filter((u) => u.start <= start && (u.end ?? 0) > start).length,
    );
    expect([updates.length, Math.max(...busiest)]).to.deep.equal([6, 2]);
  });

  it("every output says what printed it, secrets and provider code do not show", async () => {
    const program = `new Thing("a", { spec: "first\\nsecond\\n", token: pulumi.secret("very-hidden") });`;
    const first = await things.up(program);
    expect(first.text.split("\n")[0]).to.equal(NOTICE);
    expect(first.text)
      .to.match(/token +: \[secret\]/)
      .and.not.match(/very-hidden|__provider/);
    const next = await things.preview(program.replace("second", "third"));
    expect(next.text).to.include("- second").and.include("+ third");
  });

  it("a copy of a state goes its own way", async () => {
    await things.up(`new Thing("a", {});`);
    const copy = new MemoryState(things.engine().exportState());
    await things.engine({ state: copy }).destroy();
    expect(copy.load()?.deployment.resources).to.deep.equal([]);
    expect(things.stored("a")?.id).to.equal("a-1");
  });
});
