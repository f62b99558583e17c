import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { findProgram } from "../manager/launch";
import type { Manager } from "../manager/manager";
import type { Definition } from "../manager/unit-file/definition";
import { readDefinition } from "../manager/unit-file/read-definition";
import type { Tool } from "./tool";

/** `systemd-analyze verify FILE…`: what systemd 252 says about unit files, without anything being started. */
export function systemdAnalyze(manager: Manager): Tool {
  return ({ args, cwd }) => {
    const [verb, ...files] = args.filter((word) => !word.startsWith("-"));
    if (verb !== "verify") return { code: 1, err: `Unknown command verb ${verb}.\n` };
    const recursive = args.find((word) => word.startsWith("--recursive-errors="));
    const judged = files.map((file) => judge(manager, isAbsolute(file) ? file : join(cwd, file)));
    const said = judged
      .flatMap((judgement) => judgement.said)
      // Observed: with "no", a dependency that is dropped is not mentioned.
      .filter(
        (line) => recursive !== "--recursive-errors=no" || !line.includes(": Failed to add dependency on "),
      );
    const lines = [...said, ...judged.flatMap(({ refused }) => refused)];
    const bad = judged.some((judgement) => judgement.bad) || (recursive !== undefined && said.length > 0);
    return { code: bad ? 1 : 0, err: lines.map((line) => `${line}\n`).join("") };
  };
}

interface Judgement {
  readonly said: readonly string[];
  readonly refused: readonly string[];
  readonly bad: boolean;
}

function judge(manager: Manager, file: string): Judgement {
  const { sandbox, paths } = manager;
  const name = basename(file);
  if (!existsSync(sandbox.path(file))) return { said: [], refused: [`Unit ${name} not found.`], bad: true };
  const folder = `${dirname(file)}/${name}.d`;
  const definition = readDefinition(sandbox, paths, {
    name,
    fragment: file,
    dropInFolders: [...paths.dropInFolders(name), ...(existsSync(sandbox.path(folder)) ? [folder] : [])],
  });
  const said = definition.complaints.map(({ path, line, text }) =>
    line === undefined ? `${path}: ${text}` : `${path}:${line}: ${text}`,
  );
  const refusal = REFUSALS[definition.loadState];
  if (refusal) return { said, refused: [refusal(name)], bad: true };
  const problems = problemsOf(manager, definition);
  return { said: [...said, ...problems], refused: [], bad: problems.length > 0 };
}

const REFUSALS: Readonly<Partial<Record<Definition["loadState"], (name: string) => string>>> = {
  masked: (name) => `Unit ${name} is masked.`,
  "bad-setting": (name) => `Unit ${name} has a bad unit file setting.`,
  error: (name) =>
    `Unit ${name} failed to load properly, please adjust/correct and reload service manager: Bad message`,
};

function problemsOf({ sandbox, paths }: Manager, { name, service, requires }: Definition): string[] {
  const missing = requires.filter((unit) => paths.fragment(unit) === undefined && unit.endsWith(".service"));
  const programs = service.execStart.flatMap(({ path, optional }) => {
    const found = findProgram(sandbox, path);
    if (optional || found === "simulated" || found === "real") return [];
    const why = found === "missing" ? "No such file or directory" : "Permission denied";
    return [`${name}: Command ${path} is not executable: ${why}`];
  });
  return [
    ...missing.map((unit) => `${name}: Failed to create ${name}/start: Unit ${unit} not found.`),
    ...programs,
  ];
}
