import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const COMMAND = join(__dirname, "..", "..", "provider", "cli", "main.js");
const REPORT_AS_OLD = `Object.defineProperty(process.versions, "node", { value: "20.19.5" }); require(${JSON.stringify(COMMAND)});`;

describe("hermes-fleet on an old Node.js", () => {
  it("says in two lines which one it needs, without a stack, and ends with 1", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", REPORT_AS_OLD], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 1,
      stdout: "",
      stderr:
        `hermes-fleet: pulumi-hermes-gateway needs Node.js 22 or newer, and this is 20.19.5 (${process.execPath})\n` +
        "  remedy: put a newer Node.js first in PATH, then run this again\n",
    });
  });
});
