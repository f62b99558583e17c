import { driftCases } from "./cases/drift";
import { failureCases } from "./cases/failure";
import { lifecycleCases } from "./cases/lifecycle";
import type { Ground } from "./ground/stage";

/** Every end-to-end case, with one Pulumi and one kind of machines. */
export function allCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    lifecycleCases(ground);
    failureCases(ground);
    driftCases(ground);
  });
}
