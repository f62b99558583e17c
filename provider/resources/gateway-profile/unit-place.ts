import { type UnitPlace, unitRef } from "../../core/units/unit-ref";
import type { AccountPaths } from "../../host/transaction/operation.js";
import type { GatewayInputs } from "./properties.js";
import { runsOf } from "./runs.js";

/** Where a gateway's unit is, as the state keeps it. */
export type Placed = Pick<GatewayInputs, "unitName" | "scope" | "user">;

/** A gateway's unit as its host tells it from every other one; what an older state has is of the system's manager. */
export function refOf({ unitName, scope, user = "" }: Placed): string {
  return unitRef({ unitName, scope: scope ?? "system", user });
}

/** Where a gateway's files lie, as it was declared. */
export function pathsOf(inputs: GatewayInputs): AccountPaths {
  const { user, home, executable } = inputs.served ?? runsOf(inputs);
  return { user, home, executable };
}

/** What `check` keeps of a unit's place besides its name: nothing for the system's manager, whose states are older. */
export function placeInputs({ scope, user }: UnitPlace, linger: boolean) {
  return scope === "user" ? { scope, user, linger } : {};
}
