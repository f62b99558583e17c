import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../e2e/repo-root";
import type { CellResult } from "./cells/result";
import { CONTROLS, ORDER_CONTROLS } from "./controls/controls";
import { edited } from "./controls/patch";
import { draw } from "./draw";
import { CUT_BY_TESTS, pathPlan, stepPlans, unreached } from "./faults/step-plans";
import { isAsked } from "./options";
import { digestIn, matrixPage } from "./report/matrix";
import { type FaultReport, missingOf, reportHolds } from "./report/report";

const cell = (id: string, faults: string[] = []): CellResult => {
  const [row = "", column = "by itself"] = id.split(":");
  return { id, row, column, standing: "old", nobodySeconds: 1.25, looks: 10, steps: [], faults };
};
const report = (changed: Partial<FaultReport> = {}): FaultReport => ({
  digest: "0".repeat(64),
  systemd: "systemd 252",
  seed: 1,
  paths: [cell("change")],
  unreached: [],
  all: ["stop:power"],
  cells: [cell("stop:power")],
  controls: [{ name: "broken", found: ["stop:power: x"], fails: true }],
  ...changed,
});

describe("the matrix", () => {
  it("carries the digest, a row for each step, and where the change led to", () => {
    const page = matrixPage(report());
    expect(digestIn(page)).to.equal("0".repeat(64));
    expect(page).to.include("| `stop` | – | – | – | old, 1.3 s |");
    expect(page).to.include("2 changes, 2 hold; processes were looked for 20 times.");
    expect(page).to.not.include("## What does not hold");
  });

  it("names what does not hold", () => {
    const page = matrixPage(report({ cells: [cell("stop:power", ["nobody runs"])] }));
    expect(page).to.include("**does not hold** (old, 1.3 s)");
    expect(page).to.include("* `stop:power`\n  * nobody runs\n");
  });

  it("holds only with every cell, every step, every broken build and the order", () => {
    expect(reportHolds(report())).to.equal(true);
    const wrong: Partial<FaultReport>[] = [
      { cells: [cell("stop:power", ["x"])] },
      { paths: [cell("change", ["x"])] },
      { unreached: ["new"] },
      { controls: [{ name: "broken", found: [], fails: false }] },
      { order: { faults: ["x"], controls: [] } },
      { order: { faults: [], controls: [{ name: "broken", found: [], fails: false }] } },
    ];
    for (const changed of wrong)
      expect(reportHolds(report(changed)), JSON.stringify(changed)).to.equal(false);
    expect(missingOf(report({ all: ["stop:power", "new:power"] }))).to.deep.equal(["new:power"]);
  });
});

describe("the cells", () => {
  const steps = [
    { name: "stop", part: "script" },
    { name: "watch", part: "script" },
    { name: "close", part: "script" },
    { name: "restore", part: "script" },
    { name: "guard-file", part: "guard" },
    { name: "new", part: "script" },
  ] as const;
  const reached = {
    change: ["stop", "watch", "close"],
    failing: ["stop", "restore", "close"],
    left: ["stop", "guard-file", "guard-file"],
    boot: ["stop", "guard-file"],
  };

  it("are every fault at every step of the first path that comes to it; what the guard does is cut on two", () => {
    const ids = stepPlans(steps, reached).map(({ id }) => id);
    expect(ids).to.deep.equal([
      ...["stop", "watch", "close", "failing/restore"].flatMap((row) =>
        ["connection", "provider", "worker", "power"].map((strike) => `${row}:${strike}`),
      ),
      ...[
        "left/guard-file:worker",
        "left/guard-file:power",
        "boot/guard-file:worker",
        "boot/guard-file:power",
      ],
    ]);
    expect(unreached(steps, reached)).to.deep.equal(["new"]);
  });

  it("are left out where a test of their own cuts them, which names them", () => {
    const left = Object.entries(CUT_BY_TESTS);
    expect(unreached(left.map(([name]) => ({ name, guard: true })) as never, reached)).to.deep.equal([]);
    for (const [step, test] of left)
      expect(readFileSync(join(repoRoot(), test), "utf8"), test).to.include(`${step}", "kill"`);
  });

  it("have to lead to the new generation while the script outlives its channel", () => {
    const certain = stepPlans(steps, reached).filter(({ leadsTo }) => leadsTo === "new");
    expect(certain.map(({ id }) => id)).to.deep.equal([
      "stop:connection",
      "stop:provider",
      "watch:connection",
      "watch:provider",
    ]);
    expect(pathPlan("left").at?.map(({ step }) => step)).to.deep.equal(["start"]);
  });

  it("are asked for by step and fault", () => {
    const asked = (only: string[]) => isAsked({ row: "stop", column: "power" }, only);
    expect([[], ["stop:power"], ["stop"], ["*:power"], ["stop:*"]].map(asked)).to.deep.equal(
      Array(5).fill(true),
    );
    expect([["stop:worker"], ["watch:power"], ["watch"]].map(asked)).to.deep.equal(Array(3).fill(false));
  });

  it("are drawn the same for the same seed, in their order", () => {
    const all = Array.from({ length: 50 }, (_, place) => place);
    const drawn = draw(all, 10, 7);
    expect(drawn).to.have.length(10);
    expect(drawn).to.deep.equal([...drawn].sort((a, b) => a - b));
    expect(draw(all, 10, 7)).to.deep.equal(drawn);
    expect(draw(all, 10, 8)).to.not.deep.equal(drawn);
  });
});

describe("a build that is broken on purpose", () => {
  for (const { name, edits } of [...CONTROLS, ...ORDER_CONTROLS]) {
    it(`can be made of the present one: ${name}`, () => {
      const texts = new Map<string, string>();
      for (const edit of edits) {
        const path = join(repoRoot(), "dist", "provider", "host", edit.file);
        texts.set(path, edited(texts.get(path) ?? readFileSync(path, "utf8"), edit));
      }
    });
  }

  it("is refused where the text is not there, or twice", () => {
    const edit = { file: "x.sh", from: "a", to: "b" };
    expect(() => edited("xyz", edit)).to.throw("x.sh has 0 times, not once: a");
    expect(() => edited("aa", edit)).to.throw("x.sh has 2 times, not once: a");
  });
});
