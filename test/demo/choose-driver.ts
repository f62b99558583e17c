import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cliDriver } from "../e2e/cli-driver";
import type { Driver, Project } from "../e2e/driver";
import { engineDriver } from "../e2e/engine-driver";
import { findCli } from "../e2e/find-cli";
import { repoRoot } from "../e2e/repo-root";
import type { Narrator } from "./narrator";

/** The Pulumi CLI, downloaded by its npm wrapper where it has to be; where it cannot be had, the test engine. */
export async function chooseDriver(project: Project, narrator: Narrator): Promise<Driver> {
  const cli = findCli() ?? downloadedCli();
  if (cli) {
    narrator.say(
      `Pulumi CLI ${cli.version}, with a local backend and an empty passphrase in a temporary directory.`,
    );
    return cliDriver(cli, project);
  }
  narrator.say(
    "The Pulumi CLI could not be downloaded here: the test engine, which is not the CLI, stands in for it.",
  );
  return engineDriver(project);
}

function downloadedCli(): ReturnType<typeof findCli> {
  const wrapper = join(repoRoot(), "node_modules", "pulumi", "run.js");
  const { status } = spawnSync(process.execPath, [wrapper, "version"], { stdio: "ignore" });
  return status === 0 ? findCli() : undefined;
}
