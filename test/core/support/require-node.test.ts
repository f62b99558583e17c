import { expect } from "chai";
import { requireNode } from "../../../provider/require-node-version";

describe("the version of Node.js", () => {
  it("is taken from 22 on", () => {
    for (const version of ["22.0.0", "24.21.0", "100.1.0"]) requireNode(version);
  });

  it("that is older is refused with both versions, where it lies and what to do", () => {
    expect(() => requireNode("20.19.5")).to.throw(
      `pulumi-hermes-gateway needs Node.js 22 or newer, and this is 20.19.5 (${process.execPath})\n` +
        "  remedy: put a newer Node.js first in PATH, then run this again",
    );
  });
});
