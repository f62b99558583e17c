import { expect } from "chai";
import { HostError } from "../../../../provider/host/host-error.js";

/** The `HostError` that a promise rejects with; fails for every other outcome. */
export async function hostErrorOf(promise: Promise<unknown>): Promise<HostError> {
  const outcome = await promise.then(
    () => new Error("resolved"),
    (error: unknown) => error,
  );
  if (outcome instanceof HostError) return outcome;
  throw outcome;
}

/** The `HostError` that a function throws. */
export function hostErrorFrom(act: () => unknown): HostError {
  try {
    act();
  } catch (error) {
    expect(error).to.be.instanceOf(HostError);
    return error as HostError;
  }
  throw new Error("nothing was thrown");
}
