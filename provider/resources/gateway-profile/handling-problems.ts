import { pathOf } from "../../core/problem";
import { problemsOf } from "../../core/rules/problems-of";
import { shown } from "../../core/rules/says";
import { readySchema } from "../../core/schema/ready-options";
import { hasUnknown } from "../unknown.js";

/**
 * What is wrong with settings that a fleet has checked already and a resource of its own has not: what is waited for
 * on the host, and how it is restarted.
 */
export function handlingProblems(inputs: Readonly<Record<string, unknown>>): string[] {
  const { health, restartBy, delete: deletes, ports } = inputs;
  const { ready } = (health ?? {}) as { readonly ready?: unknown };
  const { api } = (ready ?? {}) as { readonly api?: unknown };
  const { API_SERVER_PORT: port } = (ports ?? {}) as { readonly API_SERVER_PORT?: unknown };
  const { error } = readySchema.optional().safeParse(ready, { reportInput: true });
  const problems = error ? problemsOf(error) : [];
  return [
    ...problems.map(
      ({ keys, message, remedy }) => `${pathOf(["health", "ready", ...keys])} ${message}; ${remedy}`,
    ),
    ...(api !== true || port !== undefined || hasUnknown(ports)
      ? []
      : ["health.ready.api true is known only to a fleet; write the address, such as http://127.0.0.1:8642"]),
    ...(restartBy === undefined || restartBy === "signal"
      ? []
      : [`restartBy ${shown(restartBy)} is not "signal"; leave it out for a restart by systemctl`]),
    ...(deletes === undefined || deletes === "profile"
      ? []
      : [`delete ${shown(deletes)} is not "profile"; leave it out to keep the home`]),
  ];
}
