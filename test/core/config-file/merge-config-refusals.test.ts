import { expect } from "chai";
import type { Config } from "../../../provider/core/config-file/config";
import { type ConfigChange, mergeConfig } from "../../../provider/core/config-file/merge-config";

const refusals = (text: string, change: Partial<ConfigChange>) =>
  (mergeConfig(text, { before: {}, after: {}, found: [], adopt: "refuse", ...change }).problems ?? []).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe("mergeConfig refuses", () => {
  const files: [what: string, text: string, message: string][] = [
    ["no YAML, and shows nothing of it", "a: sk-secret: x\n", ": line 1, column 4: is no YAML"],
    ["two documents", "a: 1\n---\nb: 2\n", ": line 2, column 1: a second document begins"],
    ["a list", "# c\n- a\n", ": line 2, column 1: the file holds no set of keys"],
    ["a scalar", "--- ~\n", ": line 1, column 5: the file holds no set of keys"],
    ["an alias without its anchor", "b: *a\na: &a 1\n", ": line 1, column 4: the alias leads nowhere"],
    [
      "a line separator in a text without quotes",
      "a: b\u2028  c\n",
      ": line 1, column 5: holds a line end other than LF (a lone CR, U+0085, U+2028 or U+2029) where Hermes' reader makes something else of it",
    ],
    [
      "a sign that looks like a value",
      "a: =\n",
      ": line 1, column 4: the value looks like a number, a date or a sign of YAML, and is none, and Hermes' reader refuses the file",
    ],
    [
      "a tag that Hermes does not know",
      "a: !x {}\n",
      ": line 1, column 7: the tag is none that it takes here, and Hermes' reader refuses the file",
    ],
    [
      "a control character",
      'a: "\u0007"\n',
      ": line 1, column 5: holds the character U+0007, which Hermes' reader does not take",
    ],
  ];
  for (const [what, text, message] of files) {
    it(`a file that is ${what}`, () => {
      expect(refusals(text, { after: { z: 1 } })).to.deep.equal([message]);
    });
  }

  const paths: [what: string, text: string, after: Config, message: string][] = [
    [
      "a scalar on the path",
      "a: 5\n",
      { a: { b: 1 } },
      "a: line 1, column 1: it is no map, and settings are to go below it",
    ],
    [
      "a list on the path",
      "a: [5]\n",
      { a: { b: 1 } },
      "a: line 1, column 1: a list stands where settings are to go",
    ],
    [
      "a written null on the path",
      "a: ~\n",
      { a: { b: 1 } },
      "a: line 1, column 1: it is no map, and settings are to go below it",
    ],
    [
      "nothing in a flow map on the path",
      "a: {b: }\n",
      { a: { b: { c: 1 } } },
      "a.b: line 1, column 5: it is no map, and settings are to go below it",
    ],
    [
      "an alias on the path",
      "x: &x {}\na: *x\n",
      { a: { b: 1 } },
      "a: line 2, column 1: the alias *x stands where settings are to go",
    ],
    [
      "a tag on the path",
      "a: !!set {}\n",
      { a: { b: 1 } },
      "a: line 1, column 1: a map with the tag tag:yaml.org,2002:set stands where settings are to go",
    ],
    [
      "a map that an alias uses too",
      "a: &x\n  k: 1\nb: *x\n",
      { a: { b: 1 } },
      "a: line 2, column 3: the anchor &x is used in other places of the file too",
    ],
    [
      "a key that stands twice",
      "a: {}\na: {}\n",
      { a: { b: 1 } },
      "a: line 2, column 1: the key stands twice",
    ],
    [
      "a key with a question mark",
      "? a\n: {}\n",
      { a: { b: 1 } },
      "a: line 1, column 1: the key is written with ? or an alias",
    ],
    [
      "a key that is an alias",
      "x: &x a\n*x : {}\n",
      { a: { b: 1 } },
      "a: line 2, column 1: the key is written with ? or an alias",
    ],
    [
      "a leaf that a merge key brings",
      "x: &x {b: 2}\na:\n  <<: *x\n",
      { a: { b: 1 } },
      "a.b: line 3, column 3: a merge key << brings this setting",
    ],
    [
      "a map that a merge key brings",
      "x: &x {b: {c: 2}}\na:\n  <<: [{}, *x]\n",
      { a: { b: { d: 1 } } },
      "a.b: line 3, column 3: a merge key << brings this setting",
    ],
    [
      "a text at the end that a line end would change",
      "a: |\n  x",
      { b: 1 },
      ": line 1, column 4: the file ends in this text without a line end, and lines behind it would change it",
    ],
  ];
  for (const [what, text, after, message] of paths) {
    it(`${what}, also to take over`, () => {
      expect(refusals(text, { after })).to.deep.equal([message]);
      expect(refusals(text, { after, adopt: "take-over" })).to.deep.equal([message]);
    });
  }

  it("a leaf of somebody else with another value, and shows neither", () => {
    const text = `a: ${"y".repeat(60)}\nb: 1\nc: "8642"\nd: {e: 1}\n`;
    expect(refusals(text, { after: { a: "z".repeat(60), b: 2, c: 8642, d: [] } })).to.deep.equal([
      "a: line 1, column 1: another value stands there than is declared",
      "b: line 2, column 1: another value stands there than is declared",
      "c: line 3, column 1: another value stands there than is declared",
      "d: line 4, column 1: another value stands there than is declared",
    ]);
  });

  it("to write over an anchor that an alias uses", () => {
    const message = "a: line 1, column 1: the anchor &x is used in other places of the file too";
    expect(refusals("a: [&x 1]\nb: *x\n", { after: { a: 2 }, adopt: "take-over" })).to.deep.equal([message]);
    expect(refusals("a: [&x 1]\nb: *x\n", { before: { a: [1] } })).to.deep.equal([message]);
  });

  it("to remove from a map that an alias uses too", () => {
    const text = "a: &x\n  o: 1\n  t: 1\nb: *x\n";
    expect(refusals(text, { before: { a: { o: 1 } } })).to.deep.equal([
      "a: line 2, column 3: the anchor &x is used in other places of the file too",
    ]);
  });

  it("to remove a key that stands twice", () => {
    const message = "o: line 2, column 1: the key stands twice";
    expect(refusals("o: 1\no: 2\n", { before: { o: 1 } })).to.deep.equal([message]);
  });

  it("to remove what stands before a text that would change by it", () => {
    const text = "a: |+\n  x\nours: 1\n\n# c\n";
    expect(refusals(text, { before: { ours: 1 } })).to.deep.equal([
      ": the file is written in a way that cannot be changed without changing more than was meant; it is as it was",
    ]);
    expect(refusals("a: |\n  x\nours: 1", { before: { ours: 1 } })).to.have.length(1);
  });

  it("values that reach no config.yaml whole, all at once", () => {
    const after = { a: 2 ** 60, b: [Number.NaN], c: { d: "\ud800" }, "<<": {} };
    expect(refusals("", { after })).to.deep.equal([
      "a: is a number beyond 2^53, where numbers lose digits",
      "b.0: is no number that a setting can have",
      "c.d: holds half of a character (a lone surrogate)",
      '["<<"]: is a merge key',
    ]);
  });

  it("never without a remedy", () => {
    for (const [, text, after] of paths) {
      const { problems = [] } = mergeConfig(text, { before: {}, after, found: [], adopt: "refuse" });
      for (const { remedy } of problems) expect(remedy).to.match(/^[a-z]/);
    }
  });
});
