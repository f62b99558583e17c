import type { PartialFailure } from "../../../provider/resources/gateway-profile/partial-failure.js";

/** How a piece of work failed; an error that says so when it did not. */
export function failure(work: Promise<unknown>): Promise<Error & Partial<PartialFailure>> {
  return work.then(
    () => new Error("it did not fail"),
    (error: unknown) => error as Error,
  );
}
