import { expect } from "chai";
import { Lab } from "../lab/lab";
import { mutualReport, noneReport } from "../proof/report/control-report";
import { proofReport } from "../proof/report/report";
import { type ProofSettings, runMutual, runNone, runProof } from "../proof/run-proof";

describe("a small proof that boots give what plans say", function () {
  this.timeout(180_000);
  const settings: ProofSettings = { sets: 4, boots: 1, operations: 40, seed: 20261121, log: () => {} };
  let lab: Lab;

  before(async () => {
    lab = await Lab.up(1, { name: `proof${process.pid}-` });
  });
  after(() => lab?.down());

  it("agrees in every boot, pair and operation", async () => {
    const report = proofReport(await runProof(lab.hosts, settings), settings.operations);
    const { kinds, pairs, operations, holds } = report;
    expect(holds, JSON.stringify(report, undefined, 2)).to.equal(true);
    expect(Object.values(kinds).map(({ agreements }) => agreements)).to.deep.equal([1, 1, 1, 1]);
    expect(pairs.cases).to.equal(36);
    expect(operations.map(({ gateways }) => gateways.length)).to.deep.equal([3, 3]);
  });

  it("finds out units that all name each other: nobody runs after a boot", async () => {
    const [boot] = await runMutual(lab.hosts, settings);
    expect(boot?.found).to.deep.equal([]);
    expect(mutualReport(boot === undefined ? [] : [boot]).fails).to.equal(true);
  });

  it("finds out units that do not name each other: a port is taken", async () => {
    expect(noneReport(await runNone(lab.hosts, settings)).fails).to.equal(true);
  });
});
