import { pathOf } from "../../core/problem";
import { problemsOf } from "../../core/rules/problems-of";
import { configOption, sizeComplaint, soulOption } from "../../core/schema/file-options";
import { hasUnknown } from "../unknown.js";

/** What is wrong with declared files of a home, as far as they are known; never says a value. */
export function fileProblems({ config, soul }: Readonly<Record<string, unknown>>): string[] {
  const checks = [
    ["config", config, configOption],
    ["soul", soul, soulOption],
  ] as const;
  const size = hasUnknown([config, soul]) ? undefined : sizeComplaint({ config, soul });
  const found = checks.flatMap(([name, value, schema]) => {
    if (value === undefined || hasUnknown(value)) return [];
    const { error } = schema.safeParse(value, { reportInput: true });
    const problems = error ? problemsOf(error) : [];
    return problems.map(({ keys, message, remedy }) => `${pathOf([name, ...keys])} ${message}; ${remedy}`);
  });
  return size ? [...found, `soul ${size.replace("\n", "; ")}`] : found;
}
