import { allCases } from "../e2e/all-cases";
import { cliDriver } from "../e2e/cli-driver";
import { labMachines } from "../e2e/ground/lab-target";
import { requireCli } from "../e2e/require-cli";
import { Lab } from "../lab/lab";

const cli = requireCli();

if (process.getuid?.() === 0) {
  describe("on lab hosts", () => {
    let lab: Lab | undefined;

    before(async function () {
      this.timeout(600_000);
      lab = await Lab.up(2, { name: "cli" });
    });
    after(async () => {
      await lab?.down();
    });

    allCases({
      title: `Pulumi CLI ${cli.version} (${cli.path}), lab hosts`,
      driver: (project) => cliDriver(cli, project),
      machines: (count) => {
        if (!lab) throw new Error("there is no lab");
        return labMachines(lab, count);
      },
    });
  });
} else {
  after("say what did not run", () => {
    console.log("The end-to-end cases on lab hosts did not run: they need root.");
  });
}
