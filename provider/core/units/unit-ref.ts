/** What tells a unit from every other one of a host. */
export interface UnitPlace {
  readonly scope: "system" | "user";
  /** Account that runs the gateway, and whose manager does in user scope. */
  readonly user: string;
  readonly unitName: string;
}

/** The manager that runs a unit: empty for the system's, else the account whose own it is. */
export function managerOf({ scope, user }: Pick<UnitPlace, "scope" | "user">): string {
  return scope === "user" ? user : "";
}

/** A unit of a host: its name, and before it `<account>/` when that account's own manager runs it. */
export function unitRef(place: UnitPlace): string {
  const manager = managerOf(place);
  return manager === "" ? place.unitName : `${manager}/${place.unitName}`;
}
