import { basename, resolve } from "node:path";
import type { EngineOptions } from "../model/options";
import { Child } from "./child";
import { childEnv, fullConfig, programDir, sdkScript, secretKeys } from "./sdk";

/** The exit status with which the SDK says that the user has been told already. */
export const ALREADY_REPORTED = 32;

/** Starts the program as the language host does. */
export function startProgram(options: EngineOptions, address: string, stack: string, dryRun: boolean): Child {
  const dir = programDir(options);
  const args = [
    sdkScript(options, "run"),
    ...["--monitor", address, "--engine", address, "--organization", "organization"],
    ...["--project", options.projectName, "--root-directory", resolve(options.projectDir)],
    ...["--stack", stack, "--pwd", dir, ...(dryRun ? ["--dry-run"] : [])],
    ...["--parallel", String(options.parallel ?? 8), basename(options.main)],
  ];
  const env = childEnv(options, {
    PULUMI_NODEJS_TYPESCRIPT: String(/\.[cm]?tsx?$/.test(options.main)),
    PULUMI_CONFIG: JSON.stringify(fullConfig(options)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys(options)),
  });
  return new Child(args, { cwd: dir, env });
}
