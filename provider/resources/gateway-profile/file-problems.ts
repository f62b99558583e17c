import { pathOf } from "../../core/problem";
import { problemsOf } from "../../core/rules/problems-of";
import { configOption, sizeComplaint, skillsSizeComplaint, soulOption } from "../../core/schema/file-options";
import { skillFilesComplaint } from "../../core/skills/skill-files";
import { hasUnknown } from "../unknown.js";

/** What is wrong with declared files of a home, as far as they are known; never says a value. */
export function fileProblems({ config, soul, skills }: Readonly<Record<string, unknown>>): string[] {
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
  const unfit = skills === undefined || hasUnknown([config, soul, skills]) ? undefined : skillsComplaint();
  return [
    ...found,
    ...(size ? [`soul ${size.replace("\n", "; ")}`] : []),
    ...(unfit ? [`skills ${unfit.replace("\n", "; ")}`] : []),
  ];

  function skillsComplaint(): string | undefined {
    return skillFilesComplaint(skills) ?? skillsSizeComplaint({ config, soul, skills });
  }
}
