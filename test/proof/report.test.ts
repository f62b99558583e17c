import { expect } from "chai";
import type { BootResult } from "./boots/run-boots";
import type { OperationResult } from "./operations/run-operations";
import { path } from "./operations/trio";
import { mutualReport, noneReport } from "./report/control-report";
import { proofReport } from "./report/report";
import { controlLine, proofLines } from "./report/table";
import type { ProofResult } from "./run-proof";

describe("the report of the proof", () => {
  const set = path(0);
  const boot: BootResult = {
    set,
    host: "proof1",
    boot: 1,
    found: ["s00-a", "s00-c"],
    faults: [],
    journal: [],
  };
  const wrongBoot: BootResult = {
    ...boot,
    found: [],
    faults: ["s00-a has to run and does not"],
    journal: ["said"],
  };
  const pair = { what: "stop s00-b while s00-a runs", expected: ["s00-a"], found: ["s00-a"], faults: [] };
  const operations: OperationResult = {
    set,
    host: "proof1",
    done: { start: 3, stop: 1 },
    starts: 4,
    processes: 10,
    systemd: 10,
    overlaps: [],
    portBusy: [],
    failedCalls: [],
    faults: [],
  };
  const whole: ProofResult = { boots: [boot], pairs: [pair], operations: [operations] };

  it("holds when everything was tried and nothing disagrees", () => {
    const { holds, kinds } = proofReport(whole, 4);
    expect(holds).to.equal(true);
    expect(kinds.a).to.deep.include({ sets: 1, agreements: 1, disagreements: [] });
    expect(kinds.b).to.deep.include({ sets: 0, agreements: 0, disagreements: [] });
  });

  const broken: readonly [what: string, result: ProofResult][] = [
    ["a boot disagrees", { ...whole, boots: [boot, wrongBoot] }],
    ["no boot was tried", { ...whole, boots: [] }],
    ["a pair disagrees", { ...whole, pairs: [{ ...pair, faults: ["s00-a was touched"] }] }],
    ["no pair was tried", { ...whole, pairs: [] }],
    ["no operations were tried", { ...whole, operations: [] }],
    [
      "neighbours were seen together",
      { ...whole, operations: [{ ...operations, overlaps: ["systemd: …"] }] },
    ],
    ["a port was taken", { ...whole, operations: [{ ...operations, portBusy: ["s00-b: …"] }] }],
    ["a call failed", { ...whole, operations: [{ ...operations, failedCalls: ["restart …"] }] }],
    ["it ends in disagreement", { ...whole, operations: [{ ...operations, faults: ["…"] }] }],
    ["nobody looked", { ...whole, operations: [{ ...operations, processes: 0 }] }],
    [
      "fewer operations were done than asked for",
      { ...whole, operations: [{ ...operations, done: { start: 3 } }] },
    ],
  ];
  for (const [what, result] of broken) {
    it(`does not hold when ${what}`, () => {
      expect(proofReport(result, 4).holds).to.equal(false);
    });
  }

  it("shows a disagreement with what was expected, what was found, and the journal", () => {
    const text = proofLines(proofReport({ ...whole, boots: [wrongBoot] }, 4)).join("\n");
    expect(text).to.include(
      "\ns00 on proof1, boot 1: s00-a and s00-c expected, nobody found\n  s00-a has to run and does not\n",
    );
    expect(text).to.match(/\n {2}said$/);
  });

  it("takes a control that finds nothing for an error", () => {
    expect(mutualReport([boot]).fails).to.equal(false);
    expect(mutualReport([boot, wrongBoot])).to.deep.include({
      fails: true,
      found: "1 of 2 boots of a clique disagree; after 1 nobody runs",
    });
    expect(noneReport(operations).fails).to.equal(false);
    expect(noneReport({ ...operations, overlaps: ["systemd: …"] }).fails).to.equal(false);
    expect(noneReport({ ...operations, portBusy: ["s00-b: …"] }).fails).to.equal(true);
    expect(controlLine(noneReport(operations))).to.include("PASSES, so the proof proves nothing");
  });
});
