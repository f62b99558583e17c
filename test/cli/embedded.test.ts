import { allCases } from "../e2e/all-cases";
import { cliDriver } from "../e2e/cli-driver";
import { embeddedMachines } from "../e2e/ground/embedded-target";
import { requireCli } from "../e2e/require-cli";

const cli = requireCli();

allCases({
  title: `Pulumi CLI ${cli.version} (${cli.path}), embedded hosts`,
  driver: (project) => cliDriver(cli, project),
  machines: embeddedMachines,
});
