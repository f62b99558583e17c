import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../e2e/repo-root";
import { digestIn } from "../faults/report/matrix";
import { holds } from "../faults/report/report";
import { runFaults, type SweepSettings } from "../faults/run-faults";
import { scriptDigest } from "../faults/steps/find-steps";
import { Lab } from "../lab/lab";

const SEED = Number(process.env.HERMES_FLEET_FAULTS_SEED ?? 20261121);

describe(`a small sweep of faults, HERMES_FLEET_FAULTS_SEED=${SEED}`, function () {
  this.timeout(300_000);
  let lab: Lab;
  const sweep = (more: Pick<SweepSettings, "sample" | "isAsked">) =>
    runFaults(lab, { seed: SEED, paths: ["change"], controls: false, done: [], log: () => {}, ...more });

  before(async () => {
    lab = await Lab.up(2, { name: `faults${process.pid}-` });
  });
  after(() => lab?.down());

  it("leaves the host whole at every step that it cuts", async () => {
    const { paths, cells } = await sweep({
      sample: 2,
      isAsked: ({ at, column }) => at?.length === 1 && column !== "power",
    });
    const tried = [...paths, ...cells];
    expect(tried).to.have.length(3);
    expect(tried.filter((cell) => !holds(cell))).to.deep.equal([]);
  });

  it("leaves the old winner or the new one, never nobody, after ten cuts of the power in mid-change", async () => {
    const { cells } = await sweep({ sample: 10, isAsked: ({ column }) => column === "power" });
    expect(cells).to.have.length(10);
    expect(cells.filter((cell) => !holds(cell))).to.deep.equal([]);
  });
});

describe("docs/fault-matrix.md", () => {
  const page = readFileSync(join(repoRoot(), "docs", "fault-matrix.md"), "utf8");

  // The seeded sample above runs over the present scripts; the whole page is made anew before a release.
  before(() => {
    if (digestIn(page) === scriptDigest()) return;
    console.log("    older than the present scripts: npm run faults -- --matrix docs/fault-matrix.md");
  });

  it("says which scripts it is about", () => {
    expect(digestIn(page)).to.match(/^[0-9a-f]{64}$/);
  });

  it("has every cell tried, and every one holds", () => {
    expect(page).to.not.include("Not tried:");
    expect(page).to.not.include("does not hold");
    expect(page).to.not.include("Steps that no change came to:");
  });
});
