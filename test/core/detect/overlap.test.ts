import { expect } from "chai";
import { overlap } from "../../../provider/core/detect/listener";

describe("two listeners", () => {
  const at = (address: string, port = 1) => ({
    platform: "p",
    title: "p",
    port,
    address,
    path: "p",
    written: true,
  });
  const table: [a: string, b: string, meet: boolean][] = [
    ["127.0.0.1", "127.0.0.1", true],
    ["127.0.0.1", "localhost", true],
    ["127.0.0.1", "10.0.0.1", false],
    ["127.0.0.1", "::1", false],
    ["0.0.0.0", "10.0.0.1", true],
    ["::", "10.0.0.1", true],
    ["", "::1", true],
    ["[::1]", "::1", true],
  ];
  for (const [a, b, meet] of table) {
    it(`on ${a || "every address"} and ${b} ${meet ? "meet" : "do not meet"}`, () => {
      expect([overlap(at(a), at(b)), overlap(at(b), at(a))]).to.deep.equal([meet, meet]);
      expect(overlap(at(a, 1), at(b, 2))).to.equal(false);
    });
  }
});
