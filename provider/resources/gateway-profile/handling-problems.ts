import { pathOf } from "../../core/problem";
import { problemsOf } from "../../core/rules/problems-of";
import { readySchema } from "../../core/schema/ready-options";

/**
 * What is wrong with settings that a fleet has checked already and a resource of its own has not: what is waited for
 * on the host, and how it is restarted.
 */
export function handlingProblems(inputs: Readonly<Record<string, unknown>>): string[] {
  const { health, restartBy, delete: deletes } = inputs;
  const { ready } = (health ?? {}) as { readonly ready?: unknown };
  const { error } = readySchema.optional().safeParse(ready, { reportInput: true });
  const problems = error ? problemsOf(error) : [];
  return [
    ...problems.map(
      ({ keys, message, remedy }) => `${pathOf(["health", "ready", ...keys])} ${message}; ${remedy}`,
    ),
    ...(restartBy === undefined || restartBy === "signal"
      ? []
      : [`restartBy ${JSON.stringify(restartBy)} is not "signal"; leave it out for a restart by systemctl`]),
    ...(deletes === undefined || deletes === "profile"
      ? []
      : [`delete ${JSON.stringify(deletes)} is not "profile"; leave it out to keep the home`]),
  ];
}
