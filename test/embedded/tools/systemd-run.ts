import { findProgram } from "../manager/launch";
import type { Manager } from "../manager/manager";
import { TransactionError } from "../manager/transaction/transaction-error";
import { Unit } from "../manager/unit";
import { type Draft, newDraft } from "../manager/unit-file/draft";
import { emptyDefinition } from "../manager/unit-file/read-definition";
import { SERVICE_DIRECTIVES } from "../manager/unit-file/service-directives";
import { UNIT_DIRECTIVES } from "../manager/unit-file/unit-directives";
import type { Tool } from "./tool";

interface Request {
  readonly unit: string;
  readonly description: string | undefined;
  readonly properties: readonly string[];
  readonly command: readonly string[];
  readonly flags: ReadonlySet<string>;
}

/** `systemd-run [--wait] [--collect] [--unit=…] [-p …] COMMAND…`: a transient service with a real process. */
export function systemdRun(manager: Manager, started: (unit: string) => void): Tool {
  let anonymous = 0;
  return async ({ args, user }) => {
    if (user !== "root") return { code: 1, err: "Failed to start transient service unit: Access denied\n" };
    anonymous += 1;
    const { unit: name, description, properties, command, flags } = parse(args, `run-u${anonymous}.service`);
    const known = manager.registry.loaded(name);
    if (known?.definition.loadState === "loaded" || manager.paths.fragment(name) !== undefined) {
      const why = `Unit ${name} was already loaded or has a fragment file.`;
      return { code: 1, err: `Failed to start transient service unit: ${why}\n` };
    }
    const draft = newDraft(name);
    for (const property of properties) {
      const refusal = assign(draft, property);
      if (refusal !== undefined) return { code: 1, err: `${refusal}\n` };
    }
    const [path = "", ...words] = command;
    if (findProgram(manager.sandbox, path) === "missing") {
      return { code: 1, err: `Failed to find executable ${path}: No such file or directory\n` };
    }
    const unit = new Unit({
      ...emptyDefinition(name),
      fragmentPath: `/run/systemd/transient/${name}`,
      description: description ?? command.join(" "),
      service: { ...draft.service, execStart: [{ path, args: words.map(unescapeDollars), optional: false }] },
      startLimit: draft.startLimit,
      onFailure: draft.lists.OnFailure,
    });
    unit.transient = { collect: flags.has("--collect") || flags.has("-G") };
    manager.registry.add(unit);
    started(name);
    return run(manager, unit, flags);
  };
}

async function run(manager: Manager, unit: Unit, flags: ReadonlySet<string>) {
  const quiet = flags.has("--quiet") || flags.has("-q");
  try {
    const result = await manager.engine.request("start", unit.name).finished;
    if (result !== "done" && unit.definition.service.type !== "oneshot") {
      return { code: 1, err: `Job for ${unit.name} failed.\n` };
    }
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    return { code: 1, err: `Failed to start transient service unit: ${error.message}\n` };
  }
  const running = quiet ? "" : `Running as unit: ${unit.name}\n`;
  if (!flags.has("--wait")) return { code: 0, err: running };
  await manager.ended(unit);
  const end = quiet
    ? ""
    : [
        `Finished with result: ${unit.result}`,
        `Main processes terminated with: code=${unit.execMainCode === 1 ? "exited" : "killed"}/status=${unit.execMainStatus}`,
        "",
      ].join("\n");
  return { code: exitStatus(unit), err: running + end };
}

/** What `--wait` ends with, observed: the status of an exit, 255 for a signal, 1 for anything else. */
function exitStatus({ result, execMainStatus }: Unit): number {
  if (result === "success") return 0;
  if (result === "exit-code") return execMainStatus;
  return result === "signal" ? 255 : 1;
}

/** systemd expands variables in the words of a command; only the escaped dollar is understood here. */
function unescapeDollars(word: string): string {
  return word.replaceAll("$$", "$");
}

function assign(draft: Draft, property: string): string | undefined {
  const cut = property.indexOf("=");
  const key = property.slice(0, cut);
  const setter = SERVICE_DIRECTIVES[key] ?? UNIT_DIRECTIVES[key];
  if (cut < 0 || !setter) return `Unknown assignment: ${property}`;
  return setter(draft, property.slice(cut + 1))?.replace(", ignoring", "");
}

function parse(args: readonly string[], fallback: string): Request {
  let unit = fallback;
  let description: string | undefined;
  const properties: string[] = [];
  const flags = new Set<string>();
  let index = 0;
  for (; index < args.length; index++) {
    const word = args[index] as string;
    const optionValue = (option: string) =>
      word === option ? (args[++index] ?? "") : word.slice(option.length + 1);
    if (word === "--") {
      index++;
      break;
    }
    if (!word.startsWith("-")) break;
    if (/^--unit(=|$)/.test(word)) unit = withSuffix(optionValue("--unit"));
    else if (/^--description(=|$)/.test(word)) description = optionValue("--description");
    else if (/^--property(=|$)/.test(word)) properties.push(optionValue("--property"));
    else if (word === "-p") properties.push(args[++index] ?? "");
    else if (word === "-u") unit = withSuffix(args[++index] ?? "");
    else flags.add(word);
  }
  return { unit, description, properties, command: args.slice(index), flags };
}

function withSuffix(name: string): string {
  return name.endsWith(".service") ? name : `${name}.service`;
}
