import { keptInstallation } from "../../core/installation/installation";
import { parseInstallation } from "../../core/installation/parse-installation";
import type { CheckFailure } from "../check-failure.js";
import { connectionProblems } from "../gateway-profile/connection-problems.js";
import { hasUnknown } from "../unknown.js";
import { INSTALLATION_SCHEMA_VERSION, type InstallationInputs } from "./properties.js";

/** The inputs as the program hands them over: what is to be installed as the user wrote it. */
export type DeclaredInstallation = Readonly<Record<string, unknown>> & { readonly installation?: unknown };

export interface CheckedInstallation {
  readonly inputs: InstallationInputs | DeclaredInstallation;
  readonly failures: readonly CheckFailure[];
}

/**
 * Resolves the written `installation` into its facts, each under a name of its own, so that a preview shows
 * `version: "0.18.0" => "0.19.0"`. All problems at once; none names `connection`, whose value the engine would print.
 */
export function checkInstallation(news: DeclaredInstallation): CheckedInstallation {
  const { installation: written, ...rest } = news;
  const failures = connectionProblems(rest.connection).map(asFailure);
  if (written === undefined || hasUnknown(written)) {
    failures.push(asFailure("what is to be installed must be known in preview: write plain values"));
    return { inputs: rest, failures };
  }
  const { installation, problems = [] } = parseInstallation(written);
  failures.push(...problems.map(({ path, message, remedy }) => asFailure(`${path} ${message}; ${remedy}`)));
  if (!installation || failures.length > 0) return { inputs: rest, failures };
  const inputs = { ...rest, schemaVersion: INSTALLATION_SCHEMA_VERSION, ...keptInstallation(installation) };
  return { inputs: inputs as unknown as InstallationInputs, failures: [] };
}

function asFailure(reason: string): CheckFailure {
  return { property: "hostKey", reason };
}
