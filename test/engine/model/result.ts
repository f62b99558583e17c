import type { ChangeKind, DetailedDiff } from "./diff-values";
import type { Props } from "./values";

/** What a step does, in the words of `preview --json`. */
export type Op =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "refresh";

/** One step of an operation. Secrets read `[secret]`, unknown values are the unknown string. */
export interface StepReport {
  readonly op: Op;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  /** The id before the step, or after it where there was none. */
  readonly id: string;
  readonly oldInputs?: Props;
  readonly oldOutputs?: Props;
  readonly newInputs?: Props;
  readonly newOutputs?: Props;
  /** Top-level names of the changed inputs; empty if the provider only said "changed". */
  readonly changedKeys: readonly string[];
  /** Top-level names that force a replacement. */
  readonly replaceKeys: readonly string[];
  /** By path; null if the provider gave the answer and the inputs were not compared. */
  readonly detailedDiff: DetailedDiff | null;
  /** For `refresh`: what was found. */
  readonly found?: "same" | "update" | "delete";
  /** How far it came. A step that was started but never ended is `running`. */
  readonly status: "planned" | "running" | "done" | "failed";
}

/** A message of the program, the provider or the engine. */
export interface Diagnostic {
  readonly severity: "debug" | "info" | "warning" | "error";
  /** The resource it is about; absent for the stack as a whole. */
  readonly urn?: string;
  readonly message: string;
}

/** A call to the dynamic provider, with exactly what crossed the wire. */
export interface ProviderCall {
  /** `Check`, `Diff`, `Create`, `Read`, `Update`, `Delete`, `Configure`, `Cancel`, … */
  readonly method: string;
  /** Empty for calls that are not about a resource. */
  readonly urn: string;
  readonly name: string;
  /** `id`, `olds`, `news`, `oldInputs`, `properties`, `inputs`, as the method has them. */
  readonly request: Readonly<Record<string, unknown>>;
  response?: Record<string, unknown>;
  error?: string;
  /** Position of the start among all starts and ends of the operation. */
  readonly start: number;
  /** Position of the end; absent while in flight. */
  end?: number;
}

/** What the program was answered to one registration. */
export interface Registration {
  readonly urn: string;
  readonly id: string;
  readonly outputs: Props;
  readonly failed: boolean;
}

/** What an operation did. */
export interface EngineResult {
  /** 0, 1 after a failure or an interrupt, 8 after a second interrupt. */
  readonly exitCode: number;
  readonly steps: readonly StepReport[];
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: readonly ProviderCall[];
  readonly registrations: readonly Registration[];
  /** The stack's outputs, secrets as `[secret]`. */
  readonly outputs: Props;
  /** How many resources each operation touched. */
  readonly summary: Readonly<Partial<Record<Op, number>>>;
  /** What program and provider wrote. */
  readonly programOutput: string;
  readonly providerStdout: string;
  readonly providerStderr: string;
  /** The steps and messages as text, like the CLI's `--diff`, headed by a line that says what this is. */
  readonly text: string;
}

/** Something that just happened. */
export type EngineEvent =
  | { readonly kind: "step"; readonly step: StepReport }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };

/** A diff as the step planner uses it. */
export interface ResourceDiff {
  changes: boolean;
  changedKeys: string[];
  replaceKeys: string[];
  deleteBeforeReplace: boolean;
  detailed: DetailedDiff | null;
}

/** Marks a kind of change as forcing a replacement. */
export function asReplace(kind: ChangeKind): ChangeKind {
  return kind.endsWith("-replace") ? kind : (`${kind}-replace` as ChangeKind);
}
