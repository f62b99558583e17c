import { sharedClaim } from "./shared-claim";

/**
 * Profiles of one host that a boot starts together with one credential. Under one account Hermes' lock leaves all
 * but one without the platform, and they still count as running; under two accounts both are connected at once
 * (both observed with Hermes 0.19.0).
 */
export const sharedCredential = sharedClaim("shared-credential", "credential", {
  verb: "use",
  otherwise: (last, what) =>
    `or give ${last} ${what.replace(/^the /, "a ")} of its own, or take it out of ${last}`,
});
