import { expect } from "chai";
import { callOf, callsOf, opsOf, Things, thingUrn } from "./things";

describe("test engine: resource options", function () {
  this.timeout(60_000);
  let things: Things;
  beforeEach(() => {
    things = new Things();
  });
  afterEach(() => things.remove());

  it("ignoreChanges keeps old values before check, nested ones too", async () => {
    await things.up(`new Thing("a", { spec: { x: 1, y: 2 } });`);
    const nested = await things.up(
      `new Thing("a", { spec: { x: 9, y: 8 } }, { ignoreChanges: ["spec.x"] });`,
    );
    expect(callOf(nested, "Check", "a").request.news).to.deep.include({ spec: { x: 1, y: 8 } });
    const whole = await things.preview(`new Thing("a", { spec: { z: 0 } }, { ignoreChanges: ["spec"] });`);
    expect(opsOf(whole, "a")).to.deep.equal(["same"]);
  });

  it("ignoreChanges of what check computes does not make an update", async () => {
    await things.up(`new Thing("a", { spec: 1 });`);
    const result = await things.preview(`new Thing("a", { spec: 2 }, { ignoreChanges: ["text"] });`);
    expect(result.steps.find(({ name }) => name === "a")?.changedKeys).to.deep.equal(["spec"]);
  });

  it("replaceOnChanges works unless the provider decides by itself", async () => {
    await things.up(`new Thing("a", { spec: { x: 1 } });`);
    const program = `new Thing("a", { spec: { x: 2 } }, { replaceOnChanges: ["spec.x"] });`;
    expect(opsOf(await things.preview(program), "a")).to.deep.equal([
      "create-replacement",
      "replace",
      "delete-replaced",
    ]);
    expect(opsOf(await things.preview(program, { DIFF: "true" }), "a")).to.deep.equal(["update"]);
  });

  it("replaceOnChanges names an init error", async () => {
    await things.up(`new Thing("a", {});`, { PARTLY: "a" });
    const result = await things.up(`new Thing("a", {}, { replaceOnChanges: ["#initerror"] });`);
    expect(opsOf(result, "a")).to.deep.equal(["create-replacement", "replace", "delete-replaced"]);
  });

  it("deleteBeforeReplace overrides the provider, either way", async () => {
    await things.up(`new Thing("a", { key: "1" });`);
    const first = await things.up(`new Thing("a", { key: "2" }, { deleteBeforeReplace: true });`);
    expect(callsOf(first)).to.deep.equal(["Check a", "Diff a", "Check a", "Delete a", "Create a"]);
    const last = await things.up(`new Thing("a", { key: "3" }, { deleteBeforeReplace: false });`, {
      FIRST: "1",
    });
    expect(callsOf(last)).to.deep.equal(["Check a", "Diff a", "Check a", "Create a", "Delete a"]);
  });

  it("protect forbids deletion and replacement", async () => {
    await things.up(`new Thing("a", {}, { protect: true });`);
    const deleted = await things.preview("");
    expect([deleted.exitCode, opsOf(deleted, "a")]).to.deep.equal([1, ["delete"]]);
    const replaced = await things.up(`new Thing("a", { key: "2" }, { protect: true });`);
    expect([replaced.exitCode, callsOf(replaced)]).to.deep.equal([1, ["Check a", "Diff a"]]);
    expect((await things.engine().destroy()).exitCode).to.equal(1);
    expect(things.stored("a")?.protect).to.equal(true);
  });

  it("retainOnDelete and deletedWith forget without a call", async () => {
    await things.up(`
      new Thing("kept", {}, { retainOnDelete: true });
      const host = new Thing("host", {});
      new Thing("guest", {}, { deletedWith: host });`);
    const alone = await things.up(`new Thing("host", {});`);
    expect(callsOf(alone).filter((call) => call.startsWith("Delete"))).to.deep.equal(["Delete guest"]);
    await things.up(`const host = new Thing("host", {}); new Thing("guest", {}, { deletedWith: host });`);
    expect(callsOf(await things.engine().destroy())).to.deep.equal(["Delete host"]);
  });

  it("aliases find a resource under its former name, type or parent", async () => {
    await things.up(`
      const group = new Group("old");
      new Thing("old-child", {}, { parent: group });
      new Thing("plain", {});`);
    const renamed = await things.up(`
      const group = new Group("new", { aliases: [{ name: "old" }] });
      new Thing("new-child", {}, { parent: group });
      new Thing("moved", {}, { parent: group, aliases: [{ name: "plain", parent: pulumi.rootStackResource }] });`);
    expect(renamed.summary).to.deep.equal({ same: 2, update: 2 });
    const full = await things.up(`
      const group = new Group("new");
      new Thing("new-child", {}, { parent: group });
      new Thing("moved", {}, {
        aliases: ["urn:pulumi:dev::things::test:index:Group$pulumi-nodejs:dynamic/test:Thing::moved"],
      });`);
    expect(full.summary).to.deep.equal({ same: 4 });
  });

  it("additionalSecretOutputs and secret inputs are secret by key, what moves to another key is not", async () => {
    await things.up(
      `new Thing("a", { spec: pulumi.secret("one"), moved: pulumi.secret("two") }, { additionalSecretOutputs: ["made"] });`,
    );
    const text = JSON.stringify(things.stored("a"));
    expect(things.stored("a")?.outputs?.made).to.have.property("ciphertext");
    expect(things.stored("a")?.inputs?.spec).to.have.property("ciphertext");
    expect(text).to.include(`"elsewhere":"two"`);
    expect(things.stored("a")?.inputs?.text).to.equal(`"one"`);
  });

  it("target leaves the rest alone", async () => {
    await things.up(`new Thing("a", {}); new Thing("b", {});`);
    const changed = `new Thing("a", { spec: 1 }); new Thing("b", { spec: 1 }); new Thing("c", {});`;
    const result = await things
      .write(changed)
      .engine()
      .up({ target: [thingUrn("a")] });
    expect(callsOf(result)).to.deep.equal(["Check a", "Diff a", "Update a"]);
    expect([result.exitCode, result.summary]).to.deep.equal([0, { same: 3, update: 1 }]);
    expect(things.stored("c")).to.equal(undefined);
    const gone = await things
      .write("")
      .engine()
      .destroy({ target: [thingUrn("b")] });
    expect(callsOf(gone)).to.deep.equal(["Delete b"]);
  });

  it("a target that needs a new resource outside the targets fails the update", async () => {
    const program = `const a = new Thing("a", {}); new Thing("b", { of: a.state });`;
    const result = await things
      .write(program)
      .engine()
      .preview({ target: [thingUrn("b")] });
    expect(result.exitCode).to.equal(1);
    expect(result.diagnostics[0]?.message).to.include("which is new and no target");
  });
});
