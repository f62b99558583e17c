import { allocatedPortCases } from "./cases/allocated-ports";
import { badInputCases } from "./cases/bad-input";
import { driftCases } from "./cases/drift";
import { exampleCases } from "./cases/examples";
import { failureCases } from "./cases/failure";
import { goldenPreviewCases } from "./cases/golden-previews";
import { hermesHostCases } from "./cases/hermes-host";
import { interruptCases } from "./cases/interrupt";
import { laterCredentialCases } from "./cases/later-credentials";
import { lifecycleCases } from "./cases/lifecycle";
import { ownershipCases } from "./cases/ownership";
import { placementCases } from "./cases/placement";
import { profileFileCases } from "./cases/profile-files";
import { readinessCases } from "./cases/readiness";
import { resourceOptionCases } from "./cases/resource-options";
import { secretCases } from "./cases/secrets";
import { surveyCases } from "./cases/survey";
import { surveyOrphanCases } from "./cases/survey-orphan";
import { surveyStackCases } from "./cases/survey-stacks";
import { topologyCases } from "./cases/topology";
import { unreachableCases } from "./cases/unreachable";
import { userScopeCases } from "./cases/user-scope";
import type { Ground } from "./ground/stage";

/** The life of gateways, on machines that are well and others that are not. */
export function lifeCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    lifecycleCases(ground);
    failureCases(ground);
    readinessCases(ground);
  });
}

/** What is kept as it is: after tampering, across machines and managers, and in previews. */
export function upkeepCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    driftCases(ground);
    placementCases(ground);
    userScopeCases(ground);
    goldenPreviewCases(ground);
  });
}

/** What other stacks, Pulumi's options and the network do to it, ports that were given once, and files of a home. */
export function circumstanceCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    ownershipCases(ground);
    unreachableCases(ground);
    resourceOptionCases(ground);
    allocatedPortCases(ground);
    profileFileCases(ground);
  });
}

/** What is looked at before anything changes: surveys, credentials that come later, and mistakes. */
export function inputCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    surveyCases(ground);
    surveyStackCases(ground);
    surveyOrphanCases(ground);
    laterCredentialCases(ground);
    badInputCases(ground);
    hermesHostCases(ground);
  });
}

/** What takes longest: secrets in every output, interrupts, examples with their full health windows, and switches of topology. */
export function longCases(ground: Ground): void {
  describe(`end to end: ${ground.title}`, () => {
    secretCases(ground);
    interruptCases(ground);
    exampleCases(ground);
    topologyCases(ground);
  });
}

/** Every end-to-end case, with one Pulumi and one kind of machines. */
export function allCases(ground: Ground): void {
  lifeCases(ground);
  upkeepCases(ground);
  circumstanceCases(ground);
  inputCases(ground);
  longCases(ground);
}
