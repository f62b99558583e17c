import { expect } from "chai";
import type { Config, ConfigPath } from "../../../provider/core/config-file/config";
import { type ConfigChange, mergeConfig } from "../../../provider/core/config-file/merge-config";

const merge = (text: string | undefined, change: Partial<ConfigChange>) => {
  const result = mergeConfig(text, { before: {}, after: {}, found: [], adopt: "refuse", ...change });
  expect(result.problems).to.equal(undefined);
  return result;
};

type Row = [what: string, text: string, config: Config, result: string];

describe("mergeConfig puts keys", () => {
  const rows: Row[] = [
    ["into an empty file", "", { a: { b: 1 }, c: [1] }, "a:\n  b: 1\nc:\n  - 1\n"],
    ["after comments that are all there is", "# c\n", { a: 1 }, "# c\na: 1\n"],
    ["into a document of markers", "---\n# c\n...\n", { a: 1 }, "---\n# c\na: 1\n...\n"],
    [
      "behind the last entry, before comments on its level",
      "a: 1 # x\n\n# end\n",
      { b: 2 },
      "a: 1 # x\nb: 2\n\n# end\n",
    ],
    [
      "behind comments that belong to the last entry",
      "a:\n  b: 1\n  # c: 2\n",
      { z: 3 },
      "a:\n  b: 1\n  # c: 2\nz: 3\n",
    ],
    [
      "into a map at its own indentation",
      "a:\n    b: 1\nz: 0\n",
      { a: { c: { d: 2 } } },
      "a:\n    b: 1\n    c:\n        d: 2\nz: 0\n",
    ],
    [
      "under a key without a value",
      "a: # none\n  # b: 1\nz: 0\n",
      { a: { c: 2 } },
      "a: # none\n  c: 2\n  # b: 1\nz: 0\n",
    ],
    [
      "into several maps that end at one place",
      "a:\n  b:\n    c: 1\n",
      { z: 4, a: { w: 3, b: { x: 2 } } },
      "a:\n  b:\n    c: 1\n    x: 2\n  w: 3\nz: 4\n",
    ],
    ["behind a sequence that is not indented", "a:\n- 1\n- 2\n", { b: 3 }, "a:\n- 1\n- 2\nb: 3\n"],
    ["behind a block that keeps its blank lines", "a: |+\n  x\n\n", { b: 3 }, "a: |+\n  x\n\nb: 3\n"],
    ["before blank lines that a block does not keep", "a: |\n  x\n\n", { b: 3 }, "a: |\n  x\nb: 3\n\n"],
    ["into a file without a last line end", "a: 1", { b: "x\ny\n" }, 'a: 1\nb: "x\\ny\\n"'],
    ["behind a last text that has no line end to keep", "a: |-\n  x", { b: 1 }, "a: |-\n  x\nb: 1"],
    [
      "in quotes before a last line of blanks",
      "a: 1\n\n    \n",
      { b: "x\ny\n" },
      'a: 1\nb: "x\\ny\\n"\n\n    \n',
    ],
    [
      "with the file's line ends",
      "a: 1\r\n",
      { b: "x\ny\n", c: [1] },
      "a: 1\r\nb: |\r\n  x\r\n  y\r\nc:\r\n  - 1\r\n",
    ],
    ["behind a byte order mark", "\ufeff", { a: 1 }, "\ufeffa: 1\n"],
    [
      "into flow maps",
      "a: {}\nb: { x: 1, }\n",
      { a: { k: [1, { w: "z" }] }, b: { k: "v, w" } },
      'a: {k: [1, {w: z}]}\nb: { x: 1, k: "v, w", }\n',
    ],
    ["into JSON as JSON", '{\n  "a": 1\n}\n', { b: { c: "d" } }, '{\n  "a": 1,\n  "b": {"c": "d"}\n}\n'],
    [
      "beside merge keys that do not bring them",
      "a: &m {k: 1}\nb:\n  <<: *m\n",
      { b: { c: 2 } },
      "a: &m {k: 1}\nb:\n  <<: *m\n  c: 2\n",
    ],
    [
      "beside keys that stand twice or are written with ?",
      "t: 1\nt: 2\n? a\n: b\n",
      { c: 2 },
      "t: 1\nt: 2\n? a\n: b\nc: 2\n",
    ],
    ["beside an anchor that nothing uses", "a: &m\n  k: 1\n", { a: { c: 2 } }, "a: &m\n  k: 1\n  c: 2\n"],
  ];
  for (const [what, text, after, result] of rows) {
    it(what, () => {
      const created = merge(text, { after });
      expect(created.text).to.equal(result);
      expect(merge(result, { before: after, found: created.found ?? [] }).text).to.equal(text);
    });
  }

  it("into a file that it makes, and removes the file with the last one", () => {
    const created = merge(undefined, { after: { a: 1 } });
    expect(created).to.deep.equal({ text: "a: 1\n", found: [] });
    expect(merge(created.text, { before: { a: 1 } }).text).to.equal(undefined);
    expect(merge("a: 1\n# theirs\n", { before: { a: 1 } }).text).to.equal("# theirs\n");
  });

  it("again where somebody has removed them or the file", () => {
    expect(merge("z: 1\n", { before: { a: 1 }, after: { a: 1 } }).text).to.equal("z: 1\na: 1\n");
    const again = merge(undefined, { before: { a: 1 }, after: { a: 1 }, found: [[]] });
    expect(again).to.deep.equal({ text: "a: 1\n", found: [] });
  });
});

describe("mergeConfig writes values", () => {
  const rows: Row[] = [
    ["and keeps the comment and the blanks beside them", "p:   1 # c\n", { p: 2 }, "p:   2 # c\n"],
    [
      "on one line where a comment stands behind",
      "p: 1 # c\n",
      { p: [1, { a: "x\n" }] },
      'p: [1, {a: "x\\n"}] # c\n',
    ],
    [
      "as lines where nothing stands behind",
      "p: 1\n",
      { p: ["a", { b: [true] }] },
      "p:\n  - a\n  - b:\n      - true\n",
    ],
    [
      "in a sequence's place and at its indentation",
      "p: # c\n- a\n- b\nq: 1\n",
      { p: ["z"] },
      "p: # c\n- z\nq: 1\n",
    ],
    [
      "of one line in a sequence's place",
      "p: # c\n  - a\n  # in\n  - b\nq: 1\n",
      { p: 5 },
      "p: 5 # c\nq: 1\n",
    ],
    ["in a block's place", "p: |\n  a\n  b\nq: 1\n", { p: "c\nd" }, "p: |-\n  c\n  d\nq: 1\n"],
    [
      "in the place of nothing",
      "p: # c\nq: {r, s: }\n",
      { p: 1, q: { r: 2, s: 3 } },
      "p: 1 # c\nq: {r: 2, s: 3 }\n",
    ],
    ["in the place of a tag or an anchor", "p: !!str 5\nq: &a 6\n", { p: 5, q: 7 }, "p: 5\nq: 7\n"],
    ["in the place of a sequence with a tag", "p: !!seq\n  - a\nq: 1\n", { p: 5 }, "p: 5\nq: 1\n"],
    [
      "in the place of a map",
      "p:\n  a: 1\n  b: 2\nq: {a: {b: 1}}\n",
      { p: "x", q: { a: 1 } },
      "p: x\nq: {a: 1}\n",
    ],
    [
      "that Hermes would take for something else in quotes",
      "p: 1\n",
      { p: ["yes", "010", "1:30", "1e5", "0o17", "a: b", "~"] },
      'p:\n  - "yes"\n  - "010"\n  - "1:30"\n  - "1e5"\n  - "0o17"\n  - "a: b"\n  - "~"\n',
    ],
    ["with a point in what has an exponent", "p: 1\n", { p: [1e-7, 1.5e-9] }, "p:\n  - 1.0e-7\n  - 1.5e-9\n"],
    [
      "with escapes for what ends a line in YAML 1.1",
      "p: 1\n",
      { p: "a\u2028b\u0085c\u007f" },
      'p: "a\\u2028b\\u0085c\\u007f"\n',
    ],
    ["over what Hermes takes for another one", "p: yes\n", { p: "yes" }, 'p: "yes"\n'],
  ];
  for (const [what, text, after, result] of rows) {
    it(what, () => {
      expect(merge(text, { after, adopt: "take-over" }).text).to.equal(result);
      expect(merge(text, { before: after, after }).text).to.equal(result);
    });
  }

  it("not where they stand already, in any style", () => {
    const text =
      "a: 'x'\nb: yes\nc:\nd: 0x1F\ne: [1, \"two\"]\nf: {z: 1, y: 2}\ng: >-\n  a\n  b\nh: !!str 5\n8642: 1_000\n";
    const after = {
      a: "x",
      b: true,
      c: null,
      d: 31,
      e: [1, "two"],
      f: { y: 2, z: 1 },
      g: "a b",
      h: "5",
      8642: 1000,
    };
    expect(merge(text, { after }).text).to.equal(text);
  });
});

describe("mergeConfig removes keys", () => {
  type Removal = [...Row, found?: ConfigPath[]];
  const rows: Removal[] = [
    [
      "with the maps that it made, and leaves comments",
      "p: # ours\n  # human\n  o: 1 # x\n  # below\nq: 2\n",
      { p: { o: 1 } },
      "  # human\n  # below\nq: 2\n",
    ],
    [
      "and leaves the maps that it found",
      "p:\n  o: 1\nq: {o: 1}\n",
      { p: { o: 1 }, q: { o: 1 } },
      "p:\nq: {}\n",
      [["p"], ["q"]],
    ],
    ["and leaves the leaves that it found", "p: 1\no: 1\n", { p: 1, o: 1 }, "p: 1\n", [["p"]]],
    ["and leaves those that somebody changed", "p: 5\no: 1\n", { p: 1, o: 1 }, "p: 5\n"],
    ["and leaves maps in which somebody wrote", "p:\n  o: 1\n  t: 2\n", { p: { o: 1 } }, "p:\n  t: 2\n"],
    ["and maps that somebody emptied", "z: 1\np:\nq: {}\n", { p: { o: 1 }, q: { o: 1 } }, "z: 1\n"],
    ["first in a flow map", "p: {o: 1, q: 2, t: 3}\n", { p: { o: 1, q: 2 } }, "p: {t: 3}\n"],
    [
      "last and between in a flow map",
      "p: {t: 1, o: 1, u: 2, q: 2}\n",
      { p: { o: 1, q: 2 } },
      "p: {t: 1, u: 2}\n",
    ],
    ["with the last comma of a flow map", "p: {o: 1, q: 2,}\n", { p: { o: 1, q: 2 } }, "p: {}\n", [["p"]]],
    [
      "from a flow map of several lines, without its comments",
      "p: {\n  t: 1, # one\n  o: 2 # two\n  }\n",
      { p: { o: 2 } },
      "p: {\n  t: 1 # one\n   # two\n  }\n",
    ],
    ["with blocks and sequences", "p: |\n  a\no:\n- 1\n- 2\nt: 1\n", { p: "a\n", o: [1, 2] }, "t: 1\n"],
    ["from the end of a file without a last line end", "t: 1\np:\n  o: 1", { p: { o: 1 } }, "t: 1"],
    ["and nothing that is not there", "t: 1\np: 4\n", { p: { o: 1 }, x: 1 }, "t: 1\np: 4\n"],
  ];
  for (const [what, text, before, result, found = []] of rows) {
    it(what, () => {
      expect(merge(text, { before, found: [[], ...found] }).text).to.equal(result);
    });
  }

  it("of ours from a map of theirs that makes way for a leaf", () => {
    const change = { before: { a: { b: 1 } }, after: { a: 5 }, adopt: "take-over" as const };
    expect(merge("a:\n  b: 1\n  t: 2\nz: 0\n", change).text).to.equal("a: 5\nz: 0\n");
  });

  it("to make place for a map, and maps to make place for a leaf", () => {
    expect(merge("t: 0\na: 1\n", { before: { a: 1 }, after: { a: { b: 2 } } }).text).to.equal(
      "t: 0\na:\n  b: 2\n",
    );
    expect(merge("a:\n  b: 2\nt: 0\n", { before: { a: { b: 2 } }, after: { a: 1 } }).text).to.equal(
      "t: 0\na: 1\n",
    );
  });
});
