import type { ResourceState } from "../model/resource-state";
import type { Op, ResourceDiff, StepReport } from "../model/result";
import { nameOf } from "../model/urn";
import { maskedProps } from "../model/values";

/** One thing to be done to one resource. */
export interface Step {
  readonly op: Op;
  readonly old?: ResourceState;
  /** The state after the step; its id and outputs are filled in by the step. */
  readonly now?: ResourceState;
  readonly diff?: ResourceDiff;
  /** For `delete-replaced`: the replacement comes after, so the old state stays until then. */
  readonly beforeReplacement?: boolean;
  /** For `create-replacement`: only the state is left of the old resource, and goes now. */
  readonly afterDeletion?: boolean;
}

/** A report on a resource that is left alone because it is not a target. */
export function untouched(state: ResourceState): StepReport {
  return { ...reportOf({ op: "same", old: state, now: state }), status: "done" };
}

/** A report on a step that is about to begin. */
export function reportOf(step: Step): StepReport {
  const { op, old, now, diff } = step;
  const subject = now ?? old;
  if (subject === undefined) throw new Error(`a step "${op}" without a resource`);
  return {
    op,
    urn: subject.urn,
    type: subject.type,
    name: nameOf(subject.urn),
    custom: subject.custom,
    parent: subject.parent,
    id: old?.id ?? "",
    ...(old === undefined
      ? {}
      : { oldInputs: maskedProps(old.inputs), oldOutputs: maskedProps(old.outputs) }),
    ...(now === undefined ? {} : { newInputs: maskedProps(now.inputs) }),
    changedKeys: diff?.changedKeys ?? [],
    replaceKeys: diff?.replaceKeys ?? [],
    detailedDiff: diff?.detailed ?? null,
    status: "running",
  };
}
