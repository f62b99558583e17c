import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemAt } from "../core/problem";
import { looksSecret } from "../core/rules/looks-secret";
import { shown } from "../core/rules/says";
import { shownKey } from "../core/rules/shown-key";
import type { EnvValue } from "../core/schema/env-value";
import type { Fleet } from "../core/schema/fleet";

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

/**
 * The same fleet for planning only, with the references followed that can be followed now. What is known only later
 * stays as it is, and so does a reference that leads nowhere, which is a problem of its own.
 */
export function withKnownEnv<Later>(fleet: Fleet<Later>): Fleet<Later> {
  const known = (written: EnvValue | Later): EnvValue | Later => {
    if (typeof written !== "object" || written === null) return written;
    if (pulumi.Output.isInstance(written) || written instanceof Promise) return written;
    if ("fromEnv" in written) return process.env[String(written.fromEnv)] ?? written;
    if (!("config" in written)) return written;
    // the plain text of a secret setting too: the plan holds digests of it at most
    return pulumi.runtime.getConfig(`${pulumi.getProject()}:${written.config}`) ?? written;
  };
  const profiles = fleet.profiles.map((profile) => ({
    ...profile,
    env: Object.fromEntries(Object.entries(profile.env).map(([name, written]) => [name, known(written)])),
  }));
  return { ...fleet, profiles };
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
      `the stack's configuration has no ${shown(reference.config)}`,
      looksSecret(reference.config)
        ? "write a key of the stack's configuration there, and set it: pulumi config set --secret <key>"
        : `set it: pulumi config set --secret ${reference.config}`,
    );
  }
  return problemAt(
    at,
    `the environment has no ${shownKey(reference.fromEnv, true)}`,
    `export ${shownKey(reference.fromEnv, true)} before running Pulumi`,
  );
}
