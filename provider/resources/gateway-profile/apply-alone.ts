import { HostError } from "../../host/host-error.js";
import type { HostSession } from "../../host/session/host-session.js";
import type { Ensured, EnsureOperation, ServeOperation } from "../../host/transaction/operation.js";
import { removeOperation } from "./operations.js";
import { isOwnRef } from "./own-ref.js";
import type { GatewayInputs } from "./properties.js";
import { pathsOf } from "./unit-place.js";

/** More places than a gateway can have been in. */
const MOST_ELSEWHERE = 8;

/**
 * Makes a gateway so, and takes away what the host has of the same gateway under another manager or name: somebody went
 * back on the host to before a move, and nothing that Pulumi knows leads there any more. Left there it would start
 * beside this one at the next boot.
 */
export async function applyAlone(
  session: HostSession,
  operation: EnsureOperation | ServeOperation,
  inputs: GatewayInputs,
): Promise<Ensured> {
  try {
    return await session.apply(operation);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "own-unit-elsewhere") throw error;
    const paths = pathsOf(inputs);
    // A host's words: units of gateways of this account alone, few, and not this one.
    const plausible = (unit: string) => isOwnRef(unit, paths.user) && unit !== operation.unit;
    if (error.subjects.length > MOST_ELSEWHERE || !error.subjects.every(plausible)) throw error;
    const { digestKey } = operation.env;
    const removal = { ...removeOperation({ ...inputs, digestKey, status: "applied" }, inputs), paths };
    const [ensured] = await Promise.all([
      session.apply(operation),
      ...error.subjects.map((unit) => session.apply({ ...removal, unit })),
    ]);
    return ensured;
  }
}
