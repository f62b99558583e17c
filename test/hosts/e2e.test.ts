import { allCases } from "../e2e/all-cases";
import { engineDriver } from "../e2e/engine-driver";
import { labMachines } from "../e2e/ground/lab-target";
import { Lab } from "../lab/lab";

let lab: Lab | undefined;

describe("lab hosts", () => {
  before(async () => {
    lab = await Lab.up(2, { name: `cases${process.pid}-` });
  });
  after(() => lab?.down());

  allCases({
    title: "test engine, lab hosts",
    driver: engineDriver,
    machines: (count) => {
      if (!lab) throw new Error("the lab is not up");
      return labMachines(lab, count);
    },
  });
});
