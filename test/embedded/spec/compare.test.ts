import { expect } from "chai";
import { differences } from "../contract/compare";
import { normalize } from "../contract/normalize";

describe("embedded host: the contract's comparison", () => {
  const step = { step: "look", code: 0, out: ["a", "b", "c"], err: [] };

  it("says nothing about equal results", () => {
    expect(differences([step], [{ ...step }])).to.equal("");
  });

  it("names exit status, lines and error lines that differ, under their step", () => {
    const other = { ...step, code: 1, out: ["a", "x", "c"], err: ["no"] };
    expect(differences([step], [other])).to.equal(
      ["$ look", "  -exit status 0", "  +exit status 1", "  -b", "  +x", "  +stderr: no"].join("\n"),
    );
  });

  it("notices a step that is missing or another one", () => {
    expect(differences([step], [])).to.equal("the steps differ: look and none");
    expect(differences([step], [{ ...step, step: "act" }])).to.equal("the steps differ: look and act");
  });

  it("leaves out what differs from run to run, and nothing else", () => {
    const text = [
      "MainPID=4711",
      "ExecMainPID=0",
      `InvocationID=${"0a".repeat(16)}`,
      "InvocationID=",
      "ExecMainStatus=203",
      "/tmp/tree/etc/x",
      "a: Consumed 5ms CPU time.",
    ].join("\n");
    expect(normalize(`${text}\n`, "/tmp/tree")).to.deep.equal([
      "MainPID=<pid>",
      "ExecMainPID=0",
      "InvocationID=<id>",
      "InvocationID=",
      "ExecMainStatus=203",
      "/etc/x",
    ]);
  });
});
