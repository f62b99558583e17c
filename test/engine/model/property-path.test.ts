import { expect } from "chai";
import { formatPath, isWithin, parsePath, withIgnoredChanges } from "./property-path";
import { secret } from "./values";

describe("test engine: property paths", () => {
  const PATHS: [string, (string | number)[]][] = [
    ["spec", ["spec"]],
    ["spec.x.y", ["spec", "x", "y"]],
    ["list[2].name", ["list", 2, "name"]],
    [`env["a.b"].c`, ["env", "a.b", "c"]],
  ];
  for (const [text, path] of PATHS) {
    it(`${text} is read and written`, () => {
      expect(parsePath(text)).to.deep.equal(path);
      expect(formatPath(path)).to.equal(text);
    });
  }

  it("an open bracket is an error", () => {
    expect(() => parsePath("list[2")).to.throw("character 5");
  });

  it("a pattern covers what it names and what lies inside", () => {
    expect(isWithin(parsePath("spec.*"), ["spec", "x", "y"])).to.equal(true);
    expect(isWithin(parsePath("list[*].a"), ["list", 3, "a"])).to.equal(true);
    expect(isWithin(parsePath("spec.x"), ["spec"])).to.equal(false);
    expect(isWithin(parsePath("spec.x"), ["spec", "y"])).to.equal(false);
  });

  it("an ignored property is put back, added or taken away", () => {
    const olds = { spec: { x: 1, y: [1, 2] }, gone: "old" };
    const news = { spec: { x: 2, y: [3, 4] }, extra: "new" };
    const ignored = withIgnoredChanges(news, olds, ["spec.y[1]", "gone", "extra"]);
    expect(ignored).to.deep.equal({ spec: { x: 2, y: [3, 2] }, gone: "old" });
    expect(news).to.have.property("extra");
  });

  it("a path leads into secrets", () => {
    const ignored = withIgnoredChanges({ spec: secret({ x: 2, z: 3 }) }, { spec: secret({ x: 1 }) }, [
      "spec.x",
    ]);
    expect(ignored).to.deep.equal({ spec: secret({ x: 1, z: 3 }) });
  });
});
