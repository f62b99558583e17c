import { expect } from "chai";
import type { Config } from "../../../provider/core/config-file/config";
import { configDrift } from "../../../provider/core/config-file/config-drift";

describe("configDrift", () => {
  const rows: [what: string, text: string | undefined, declared: Config, drift: string[]][] = [
    ["nothing where all is as declared", "a: 'x'\nb: {c: yes, theirs: 1}\n", { a: "x", b: { c: true } }, []],
    ["what differs and what is missing, in order", "b: 2\nc: 3\n", { d: 4, c: 5, b: 2 }, ["d", "c"]],
    ["a text where a number is declared", "a: '1'\n", { a: 1 }, ["a"]],
    ["everything where there is no file", undefined, { a: 1, b: { c: 2 } }, ["a", "b.c"]],
    ["everything where the file is no YAML", "a: [\n", { a: 1, b: 2 }, ["a", "b"]],
    [
      "nothing that an alias or a merge key brings",
      "x: &x {a: 1}\nb: *x\nc:\n  <<: *x\n",
      { b: { a: 1 }, c: { a: 1 } },
      [],
    ],
    ["what the first of several merges has", "c:\n  <<: [{a: 1}, {a: 2}]\n", { c: { a: 2 } }, ["c.a"]],
    ["what the first of two merge keys has", "c:\n  <<: {a: 1}\n  <<: {a: 2}\n", { c: { a: 1 } }, ["c.a"]],
    ["nothing that the last of two merge keys has", "c:\n  <<: {a: 1}\n  <<: {a: 2}\n", { c: { a: 2 } }, []],
    ["a missing key where null is declared", "b: 1\n", { a: null }, ["a"]],
    ["what stands in the way", "a: 1\nb:\n", { a: { c: 1 }, b: { c: 1 } }, ["a.c", "b.c"]],
    ["the last of a key that stands twice", "a: 1\na: 2\n", { a: 1 }, ["a"]],
    [
      "a sequence in another order",
      "a: [1, 2]\nb:\n  - x: 1\n    y: 2\n",
      { a: [2, 1], b: [{ y: 2, x: 1 }] },
      ["a"],
    ],
    ["a value with a tag of its own", "a: !!binary MQ==\nb: !!int '1'\n", { a: 1, b: 1 }, ["a"]],
    ["all of a file that Hermes' reader refuses", "a: !x 1\nb: 1\n", { a: 1, b: 1 }, ["a", "b"]],
    [
      "nothing in dates and long numbers that are equal",
      "a: 2024-1-2 3:00:00\nb: 0x1_0000_0000_0000_0000\n",
      {
        a: { "!!": "2024-01-02t03:00:00.0" },
        b: { "!!": "18446744073709551616" },
      },
      [],
    ],
    [
      "a number that differs in its last digit",
      "a: 123456789012345679\n",
      { a: { "!!": "123456789012345678" } },
      ["a"],
    ],
    [
      "a key that is no text to Hermes",
      "on: 1\n0x10: 1\n16: 1\n",
      { on: 1, "0x10": 1, "16": 1 },
      ["on", "0x10"],
    ],
    ["nothing where a key without a value is null", "a:\nb: {c}\n", { a: null, b: { c: null } }, []],
    ["a merge that leads into itself", "a: &a\n  <<: *a\n", { a: { b: 1 } }, ["a.b"]],
    ["a text that the file's end cuts off", "a: |\n  x", { a: "x\n" }, ["a"]],
    ["nothing that only an object inherits", "a: 1\n", { constructor: 1 }, ["constructor"]],
  ];
  for (const [what, text, declared, drift] of rows) {
    it(`is ${what}`, () => {
      expect(configDrift(text, declared).map((path) => path.join("."))).to.deep.equal(drift);
    });
  }
});
