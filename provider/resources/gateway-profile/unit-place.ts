import { type UnitPlace, unitRef } from "../../core/units/unit-ref";
import type { GatewayInputs } from "./properties.js";

/** Where a gateway's unit is, as the state keeps it. */
export type Placed = Pick<GatewayInputs, "unitName" | "scope" | "user">;

/** A gateway's unit as its host tells it from every other one; what an older state has is of the system's manager. */
export function refOf({ unitName, scope, user = "" }: Placed): string {
  return unitRef({ unitName, scope: scope ?? "system", user });
}

/** What `check` keeps of a unit's place besides its name: nothing for the system's manager, whose states are older. */
export function placeInputs({ scope, user }: UnitPlace, linger: boolean) {
  return scope === "user" ? { scope, user, linger } : {};
}
