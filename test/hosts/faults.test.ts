import { expect } from "chai";
import { holds } from "../faults/report/report";
import { runFaults } from "../faults/run-faults";
import { Lab } from "../lab/lab";

describe("a small sweep of faults", function () {
  this.timeout(300_000);
  let lab: Lab;

  before(async () => {
    lab = await Lab.up(1, { name: `faults${process.pid}-` });
  });
  after(() => lab?.down());

  it("leaves the host whole at every step that it cuts", async () => {
    const { paths, cells } = await runFaults(lab, {
      seed: 20261121,
      sample: 2,
      paths: ["change"],
      isAsked: ({ at }) => at?.length === 1,
      controls: false,
      done: [],
      log: () => {},
    });
    const tried = [...paths, ...cells];
    expect(tried).to.have.length(3);
    expect(tried.filter((cell) => !holds(cell))).to.deep.equal([]);
  });
});
