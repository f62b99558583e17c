import { expect } from "chai";
import { actualConfig } from "../../../provider/core/config-file/actual-config";

describe("what a config.yaml has in the places of declared settings", () => {
  const declared = { a: { b: 1, c: [1, { d: "x" }], e: null }, f: "text", g: { h: true } };

  it("is the same where it says the same, in whatever style", () => {
    const text = "x: &x 0x1\na: {e: ~, b: *x, c: [1, {d: 'x'}]}\nf: \"text\"\ng:\n  h: yes\nother: 1\n";
    expect(actualConfig(text, declared)).to.deep.equal(declared);
  });

  it("is what stands there now, without what is gone", () => {
    const text = "a:\n  b: [2, .inf]\n  c: 2026-01-01\ng: plain\n";
    expect(actualConfig(text, declared)).to.deep.equal({
      a: { b: [2, { "!!": ".inf" }], c: { "!!": "2026-01-01" } },
      g: "plain",
    });
    expect(actualConfig("f: {k: no, l: {m: 1.5}}\na: {z: 1}\n", declared)).to.deep.equal({
      f: { k: false, l: { m: 1.5 } },
    });
  });

  it("is nothing without a file, and in what is no YAML", () => {
    expect(actualConfig(undefined, declared)).to.deep.equal({});
    expect(actualConfig("a: [", declared)).to.deep.equal({});
  });
});
