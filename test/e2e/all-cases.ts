import { badInputCases } from "./cases/bad-input";
import { driftCases } from "./cases/drift";
import { exampleCases } from "./cases/examples";
import { failureCases } from "./cases/failure";
import { interruptCases } from "./cases/interrupt";
import { lifecycleCases } from "./cases/lifecycle";
import { ownershipCases } from "./cases/ownership";
import { placementCases } from "./cases/placement";
import { resourceOptionCases } from "./cases/resource-options";
import { secretCases } from "./cases/secrets";
import { unreachableCases } from "./cases/unreachable";
import type { Ground } from "./ground/stage";

/** Every end-to-end case, with one Pulumi and one kind of machines. */
export function allCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    lifecycleCases(ground);
    failureCases(ground);
    driftCases(ground);
    ownershipCases(ground);
    placementCases(ground);
    unreachableCases(ground);
    resourceOptionCases(ground);
    secretCases(ground);
    badInputCases(ground);
    interruptCases(ground);
    exampleCases(ground);
  });
}
