import { expect } from "chai";
import { parseFleetText } from "../../provider/components/fleet-file.js";
import { actualConfig } from "../../provider/core/config-file/actual-config";
import { configDrift } from "../../provider/core/config-file/config-drift";
import { readConfigFile } from "../../provider/core/config-file/config-file";

/** Nine names, each for nine times the one before: 9^9 values. */
const BOMB = `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]\n`,
).join("")}`;

/** The same with merges, which are looked through for every key that is not there. */
const MERGES = `a0: &a0 {x: 1}\n${Array.from(
  { length: 12 },
  (_, i) => `a${i + 1}: &a${i + 1} {<<: [${Array(9).fill(`*a${i}`).join(",")}]}\n`,
).join("")}`;

const TOO_MUCH: Readonly<Record<string, readonly [text: string, what: string]>> = {
  "aliases of aliases": [BOMB, "it stands for more than 100000 values, its aliases written out"],
  "merges of merges": [MERGES, "it stands for more than 100000 values, its aliases written out"],
  "an alias that leads into itself": ["a: &a [*a]\n", "an alias leads into the value that it stands in"],
  "a merge that leads into itself": ["a: &a\n  <<: *a\n", "an alias leads into the value that it stands in"],
  "200 lists in each other": [
    `a: ${"[".repeat(200)}${"]".repeat(200)}\n`,
    "maps and lists stand more than 100 deep in each other",
  ],
  "20,000 lists in each other": [
    `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`,
    "maps and lists stand more than 100 deep in each other",
  ],
  "20,000 list marks in a line": [
    `a:\n  ${"- ".repeat(20_000)}x\n`,
    "maps and lists stand more than 100 deep in each other",
  ],
  "5 MB": [`a: "${"x".repeat(5_000_000)}"\n`, "it has 5000006 characters, more than 4000000"],
};

describe("a YAML text that is too much", () => {
  for (const [name, [text, what]] of Object.entries(TOO_MUCH)) {
    it(`${name}: is said of a config.yaml on a host`, () => {
      const file = readConfigFile(text);
      expect("message" in file ? file.message.replace(/^line \d+, column \d+: /, "") : "read").to.equal(what);
      expect(configDrift(text, { a9: [1], b: 1 })).to.have.length(2);
      expect(actualConfig(text, { a9: [1], b: 1 })).to.deep.equal({});
    });

    it(`${name}: is said of a fleet file`, () => {
      const { problems } = parseFleetText(text, "fleet.yaml");
      expect(problems).to.have.length(1);
      expect(problems?.[0])
        .to.match(/^fleet\.yaml(:\d+:\d+)?: /)
        .and.to.include(what);
      expect(problems?.[0]).to.include("\n    remedy: ");
    });
  }

  it("is not one of 20,000 keys, and a key that stands twice among them is found", () => {
    const keys = Array.from({ length: 20_000 }, (_, number) => `k${number}: 1\n`).join("");
    expect(configDrift(keys, { k19999: 1 })).to.deep.equal([]);
    expect(parseFleetText(`${keys}k7: 2\n`, "fleet.yaml").problems).to.deep.equal([
      "fleet.yaml:20001:1: Map keys must be unique\n    remedy: correct the YAML; editors show the place",
    ]);
  });

  it("is not one with a few aliases and merges", () => {
    const text = "x: &x {b: 2, c: &c [1, 2]}\ny: *x\nz:\n  <<: *x\n  d: *c\n";
    expect(actualConfig(text, { y: { b: 1 }, z: { b: 1, d: [] } })).to.deep.equal({
      y: { b: 2 },
      z: { b: 2, d: [1, 2] },
    });
  });
});
