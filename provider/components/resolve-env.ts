import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemAt } from "../core/problem";
import type { EnvValue } from "../core/schema/env-value";

/** Variables with their references followed, or the references that lead nowhere. */
export interface ResolvedEnv {
  readonly values: Record<string, pulumi.Input<string>>;
  readonly problems: readonly Problem[];
}

/** Follows `{config: …}` into the stack's configuration and `{fromEnv: …}` into the environment. */
export function resolveEnv(
  profileKey: string,
  env: Readonly<Record<string, EnvValue | pulumi.Input<string>>>,
): ResolvedEnv {
  const values: Record<string, pulumi.Input<string>> = {};
  const problems: Problem[] = [];
  for (const [name, written] of Object.entries(env)) {
    const at = ["profiles", profileKey, "env", name];
    const value = follow(written);
    if (value !== undefined) values[name] = value;
    else problems.push(missing(at, written as Exclude<EnvValue, string>));
  }
  return { values, problems };
}

function follow(written: EnvValue | pulumi.Input<string>): pulumi.Input<string> | undefined {
  if (typeof written === "string" || pulumi.Output.isInstance(written) || written instanceof Promise)
    return written;
  if ("config" in written) return new pulumi.Config().getSecret(written.config);
  return process.env[written.fromEnv];
}

function missing(at: string[], reference: Exclude<EnvValue, string>): Problem {
  if ("config" in reference) {
    return problemAt(
      at,
      `the stack's configuration has no "${reference.config}"`,
      `set it: pulumi config set --secret ${reference.config}`,
    );
  }
  return problemAt(
    at,
    `the environment has no ${reference.fromEnv}`,
    `export ${reference.fromEnv} before running Pulumi`,
  );
}
