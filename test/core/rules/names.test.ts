import { expect } from "chai";
import { DEPENDENCY_UNIT } from "../../../provider/core/rules/names";

describe("the name of a unit that a gateway may depend on", () => {
  for (const [name, known] of [
    ["network-online.target", true],
    ["dev-disk-by\\x2dlabel-data.device", true],
    ["getty@tty1.service", true],
    ["\\x2d.mount", false],
    ["network-online", false],
    ["two words.service", false],
    ["a/b.service", false],
  ] as const) {
    it(`${name} is ${known ? "one" : "none"}`, () => {
      expect(DEPENDENCY_UNIT.pattern.test(name)).to.equal(known);
    });
  }
});
