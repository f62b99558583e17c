import { execFileSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, sep } from "node:path";
import { repoRoot } from "./repo-root";

/** A Pulumi CLI that is on this machine. */
export interface FoundCli {
  readonly path: string;
  /** As `pulumi version` prints it: `v3.260.0`. */
  readonly version: string;
}

/** What is said where no CLI was found. */
export const NO_CLI =
  "no Pulumi CLI on this machine: looked at $HERMES_FLEET_TEST_CLI, the npm wrapper's cache and PATH without node_modules/.bin";

/**
 * Looks for a CLI: `$HERMES_FLEET_TEST_CLI`, what the npm wrapper has downloaded before, PATH. The wrapper itself,
 * which would begin a download, is never started.
 * @throws Error when the variable names no program
 */
export function findCli(env: NodeJS.ProcessEnv = process.env): FoundCli | undefined {
  const named = env.HERMES_FLEET_TEST_CLI;
  if (named) {
    if (!isProgram(named)) throw new Error(`HERMES_FLEET_TEST_CLI=${named}: there is no program`);
    return described(named);
  }
  const path = [wrappersCopy(env), ...onPath(env)].find(isProgram);
  return path === undefined ? undefined : described(path);
}

/** Where the npm wrapper of the installed version keeps what it has downloaded. */
function wrappersCopy(env: NodeJS.ProcessEnv): string {
  const manifest = join(repoRoot(), "node_modules", "pulumi", "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return join(env.PULUMI_HOME || join(homedir(), ".pulumi"), "versions", version, "bin", "pulumi");
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((dir) => dir !== "" && !`${dir}${sep}`.includes(join("node_modules", ".bin", sep)))
    .map((dir) => join(dir, "pulumi"));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function described(path: string): FoundCli {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return { path, version: execFileSync(path, ["version"], { env, encoding: "utf8" }).trim() };
}
