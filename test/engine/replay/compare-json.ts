import { expect } from "chai";
import type { EngineResult } from "../model/result";
import { STACK_TYPE } from "../model/urn";
import type { Props } from "../model/values";

interface JsonState {
  readonly id?: string;
  readonly inputs?: Props;
  readonly outputs?: Props;
}

interface JsonStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: JsonState;
  readonly newState?: JsonState;
  readonly diffReasons?: string[];
  readonly detailedDiff: unknown;
}

/** Holds the steps of a preview against the recorded `preview --json`, values and diffs included. */
export function expectSameJson(result: EngineResult, recorded: string): void {
  const end = recorded.lastIndexOf("}") + 1;
  const json = JSON.parse(recorded.slice(recorded.indexOf("{"), end)) as {
    steps: JsonStep[];
    changeSummary: unknown;
  };
  const theirs = json.steps.map(
    ({ op, urn, oldState = {}, newState = {}, diffReasons = [], detailedDiff }) => {
      const { id = "", inputs: oldInputs = {}, outputs: oldOutputs = {} } = oldState;
      return {
        op,
        urn,
        id,
        oldInputs,
        oldOutputs,
        newInputs: newState.inputs ?? {},
        diffReasons,
        detailedDiff,
      };
    },
  );
  // What stays the same is only counted there, except for the stack.
  const shown = result.steps.filter(({ op, type }) => op !== "same" || type === STACK_TYPE);
  const ours = shown.map(({ op, urn, id, oldInputs = {}, oldOutputs = {}, newInputs = {}, ...step }) => {
    const { changedKeys: diffReasons, detailedDiff } = step;
    return { op, urn, id, oldInputs, oldOutputs, newInputs, diffReasons, detailedDiff };
  });
  const byUrn = (a: { urn: string }, b: { urn: string }) => (a.urn < b.urn ? -1 : 1);
  expect(ours.sort(byUrn)).to.deep.equal(theirs.sort(byUrn));
  expect(result.summary).to.deep.equal(json.changeSummary);
}
