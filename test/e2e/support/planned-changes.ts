import { structuredPatch } from "diff";
import { TOLD_TYPES } from "../driver";

type Inputs = Readonly<Record<string, unknown>>;

/** One step of a preview, as the CLI's `--json` and the test engine's tell it. */
interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: { readonly inputs?: Inputs };
  readonly newState?: { readonly inputs?: Inputs };
  readonly oldInputs?: Inputs;
  readonly newInputs?: Inputs;
}

/** Written by the SDK, or secret and printed as such. */
const LEFT_OUT = ["__provider", "connection", "env"];

/**
 * What a preview in JSON would do to the checked inputs of each gateway and ledger, as text: what is
 * created with its whole unit, and of each change the lines. The same for the CLI and the test engine.
 */
export function plannedChanges(json: string): string {
  const { steps } = JSON.parse(json) as { readonly steps: readonly Step[] };
  const told = steps
    .filter(({ op, urn }) => op !== "same" && TOLD_TYPES.some((type) => urn.includes(`${type}::`)))
    .map((step) => [step.urn.split("::").at(-1) ?? "", step] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return told.map(([name, step]) => [`${step.op} ${name}`, ...differences(step), ""].join("\n")).join("\n");
}

function differences(step: Step): string[] {
  const [olds, news] = [inputsOf(step.oldState, step.oldInputs), inputsOf(step.newState, step.newInputs)];
  if (step.op === "delete") return [];
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  return keys
    .filter((key) => !LEFT_OUT.includes(key))
    .flatMap((key) => difference(key, textOf(olds[key]), textOf(news[key])));
}

function inputsOf(state: Step["oldState"], inputs: Inputs | undefined): Inputs {
  return state?.inputs ?? inputs ?? {};
}

function difference(key: string, old: string, now: string): string[] {
  if (old === now) return [];
  if (!old.includes("\n") && !now.includes("\n"))
    return [`  ${key}: ${[old, now].filter(Boolean).join(" => ")}`];
  const { hunks } = structuredPatch("", "", old, now, "", "", { context: 1 });
  return [`  ${key}:`, ...hunks.flatMap(({ lines }) => lines.map((line) => `    ${line}`.trimEnd()))];
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, sorted);
}

/** The wire has no order of keys. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
