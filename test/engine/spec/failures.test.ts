import { expect } from "chai";
import { callsOf, opsOf, Things, thingUrn } from "./things";

describe("test engine: failures and interrupts", function () {
  this.timeout(60_000);
  let things: Things;
  beforeEach(() => {
    things = new Things();
  });
  afterEach(() => things.remove());

  it("an update follows a partial failure although diff says no change", async () => {
    const failed = await things.up(`new Thing("a", {});`, { PARTLY: "a" });
    expect(failed.exitCode).to.equal(1);
    expect(things.stored("a")?.initErrors).to.deep.equal(["only half done"]);
    const next = await things.up(`new Thing("a", {});`, { DIFF: "false" });
    expect(opsOf(next, "a")).to.deep.equal(["update"]);
    expect(things.stored("a")?.initErrors).to.equal(undefined);
  });

  it("a partly failed update keeps the old inputs and takes the new outputs", async () => {
    await things.up(`new Thing("a", { spec: 1 });`);
    await things.up(`new Thing("a", { spec: 2 });`, { PARTLY: "a" });
    expect(things.stored("a")?.inputs?.spec).to.equal(1);
    expect(things.stored("a")?.outputs?.spec).to.equal(2);
  });

  it("same stores the new inputs and keeps the old outputs", async () => {
    await things.up(`new Thing("a", { spec: 1 });`);
    const result = await things.up(`new Thing("a", { spec: 2 });`, { DIFF: "false" });
    expect(opsOf(result, "a")).to.deep.equal(["same"]);
    expect(things.stored("a")?.inputs?.spec).to.equal(2);
    expect(things.stored("a")?.outputs?.spec).to.equal(1);
  });

  it("what was deleted for a replacement that failed is created next time", async () => {
    await things.up(`new Thing("a", { key: "1" });`);
    const failed = await things.up(`new Thing("a", { key: "2" });`, { FIRST: "1", BROKEN: "a" });
    expect(failed.exitCode).to.equal(1);
    expect(things.stored("a")?.pendingReplacement).to.equal(true);
    const back = await things.up(`new Thing("a", { key: "1" });`, { FIRST: "1" });
    expect(callsOf(back)).to.deep.equal(["Check a", "Diff a", "Check a", "Create a"]);
    expect(things.stored("a")?.pendingReplacement).to.equal(undefined);
  });

  it("without continueOnError a failure keeps the rest from beginning, with it the rest goes on", async () => {
    const program = `
      const a = new Thing("a", {});
      const b = new Thing("b", { of: a.state });
      new Thing("c", {}, { dependsOn: new Thing("d", {}) });`;
    const stopped = await things.up(program, { BROKEN: "a" });
    expect(callsOf(stopped)).not.to.include("Check b");
    const result = await things
      .write(program)
      .engine({ env: { BROKEN: "a" } })
      .up({ continueOnError: true });
    expect(result.exitCode).to.equal(1);
    expect(callsOf(result)).not.to.include("Check b");
    expect(things.stored("d")?.id).to.equal("d-1");
  });

  it("a delete that fails keeps what the resource needs, and with continueOnError only that", async () => {
    await things.up(
      `const a = new Thing("a", {}); new Thing("b", {}, { dependsOn: a }); new Thing("c", {});`,
    );
    const result = await things
      .write("")
      .engine({ env: { STUCK: "b-1" } })
      .destroy({ continueOnError: true });
    expect(result.exitCode).to.equal(1);
    expect(callsOf(result).sort()).to.deep.equal(["Delete b", "Delete c"]);
    expect([things.stored("a")?.id, things.stored("b")?.id]).to.deep.equal(["a-1", "b-1"]);
  });

  it("a program that fails deletes nothing", async () => {
    await things.up(`new Thing("a", {});`);
    const thrown = await things.up(`throw new Error("mine");`);
    expect(thrown.exitCode).to.equal(1);
    expect(thrown.diagnostics.map(({ message }) => message).join()).to.include("mine");
    const exited = await things.up("process.exit(3);");
    expect(exited.diagnostics.at(-1)?.message).to.include("the program ended with status 3");
    expect(things.stored("a")?.id).to.equal("a-1");
  });

  it("two resources of one name, and a resource that is not dynamic, are errors", async () => {
    const twice = await things.preview(`new Thing("a", {}); new Thing("a", {});`);
    expect(twice.diagnostics[0]?.message).to.include("registered twice");
    const other = await things.preview(`new pulumi.CustomResource("aws:s3:Bucket", "b", {});`);
    expect(other.diagnostics[0]?.message).to.include(`no provider "aws"`);
  });

  it("the second interrupt ends the provider and leaves what was in flight pending", async () => {
    await things.up(`new Thing("a", { spec: 1 });`);
    const engine = things.write(`new Thing("a", { spec: 2 });`).engine({
      env: { SLOW: "60000" },
      onEvent: (event) => {
        if (event.kind !== "step" || event.step.op !== "update") return;
        // The call has to be under way before it can be cut off.
        setTimeout(() => {
          engine.interrupt();
          engine.interrupt();
        }, 300);
      },
    });
    const result = await engine.up();
    expect(result.exitCode).to.equal(8);
    const pending = engine.exportState().deployment.pending_operations ?? [];
    expect(pending.map(({ type, resource }) => [type, resource.urn])).to.deep.equal([
      ["updating", thingUrn("a")],
    ]);
    const next = await things.up(`new Thing("a", { spec: 2 });`);
    expect(next.diagnostics.map(({ severity, urn }) => [severity, urn])).to.deep.equal([
      ["warning", thingUrn("a")],
    ]);
    expect(things.engine().exportState().deployment.pending_operations).to.equal(undefined);
  });
});
