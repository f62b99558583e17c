import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../e2e/repo-root";
import { digestIn } from "../faults/report/matrix";
import { holds } from "../faults/report/report";
import { runFaults } from "../faults/run-faults";
import { scriptDigest } from "../faults/steps/find-steps";
import { Lab } from "../lab/lab";

const MATRIX = join(repoRoot(), "docs", "fault-matrix.md");

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

  it("belongs to a matrix that is about the present scripts, with every cell", () => {
    const page = readFileSync(MATRIX, "utf8");
    const again = "run `npm run faults -- --matrix docs/fault-matrix.md`";
    expect(digestIn(page), again).to.equal(scriptDigest());
    expect(page, again).to.not.match(/^(Not tried|Steps that no change came to):/m);
    expect(page, again).to.not.include("does not hold");
  });
});
