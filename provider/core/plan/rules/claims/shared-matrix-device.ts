import { sharedClaim } from "./shared-claim";

/** Profiles of one host that a boot starts together as one Matrix device: each receives what the other cannot read. */
export const sharedMatrixDevice = sharedClaim("shared-matrix-device", "matrix-device", {
  verb: "are",
  otherwise: (last) => `or give ${last} a Matrix device of its own, or take Matrix out of ${last}`,
});
