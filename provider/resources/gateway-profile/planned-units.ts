const planned = new Map<string, readonly string[]>();

/**
 * All gateway units that are planned for a host, remembered by `check` for the `create` or `update` that follows in
 * the same process. It is no input: adding a profile would then change every other one of its host.
 */
export function rememberPlannedUnits(hostKey: string, profileKey: string, units: readonly string[]): void {
  planned.set(`${hostKey}/${profileKey}`, units);
}

/** What `check` remembered; without it only the own unit is known. */
export function plannedUnitsOf(hostKey: string, profileKey: string, ownUnit: string): readonly string[] {
  return planned.get(`${hostKey}/${profileKey}`) ?? [ownUnit];
}
