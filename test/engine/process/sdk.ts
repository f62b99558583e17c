import { dirname, join, resolve } from "node:path";
import type { EngineOptions } from "../model/options";

/** The folder of the `@pulumi/pulumi` that runs program and provider. */
function sdkDir(options: EngineOptions): string {
  return options.sdkDir ?? dirname(require.resolve("@pulumi/pulumi/package.json"));
}

/** The working directory of program and provider: the folder of the entry file. */
export function programDir(options: EngineOptions): string {
  return dirname(resolve(options.projectDir, options.main));
}

/** The script of the SDK under this name, to be given to `node`. */
export function sdkScript(options: EngineOptions, name: "run" | "dynamic-provider"): string {
  return join(sdkDir(options), "cmd", name, "index.js");
}

/** The configuration with a namespace before every key. */
export function fullConfig(options: EngineOptions): Record<string, string> {
  const full = (key: string) => (key.includes(":") ? key : `${options.projectName}:${key}`);
  return Object.fromEntries(Object.entries(options.config ?? {}).map(([key, value]) => [full(key), value]));
}

/** The secret keys of {@link fullConfig}. */
export function secretKeys(options: EngineOptions): string[] {
  return (options.configSecretKeys ?? []).map((key) =>
    key.includes(":") ? key : `${options.projectName}:${key}`,
  );
}

/** The environment of a child: the caller's, less what steers Pulumi, with the options' own on top. */
export function childEnv(options: EngineOptions, own: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("PULUMI_"));
  const given = Object.entries(options.env ?? {});
  const merged = { ...Object.fromEntries([...inherited, ...given]), ...own };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}
