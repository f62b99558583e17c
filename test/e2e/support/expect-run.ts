import { expect } from "chai";
import type { RunResult } from "../driver";

/** Asserts that a run succeeded and did exactly this; shows what it printed when not. */
export function expectRun(result: RunResult, changes: Readonly<Record<string, string>>): void {
  expect(result.exitCode, result.text).to.equal(0);
  expect(result.changes, result.text).to.deep.equal(changes);
}

/** Asserts that a run failed and said all of these. */
export function expectFailure(result: RunResult, ...says: readonly string[]): void {
  expect(result.exitCode, result.text).to.not.equal(0);
  for (const text of says)
    expect(result.text.includes(text), `says "${text}":\n${result.text}`).to.equal(true);
}
