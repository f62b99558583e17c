const planned = new Map<string, Set<string>>();

/**
 * Gateway units that are planned for a host, remembered by `check` for the `create` or `update` that follows in the
 * same process; several fleets add up. It is no input: adding a profile would then change every other one of its host.
 */
export function rememberPlannedUnits(hostKey: string, units: readonly string[]): void {
  const known = planned.get(hostKey) ?? new Set();
  planned.set(hostKey, known.union(new Set(units)));
}

/** What `check` remembered, by code unit; the own unit is always among them. */
export function plannedUnitsOf(hostKey: string, ownUnit: string): readonly string[] {
  return [...(planned.get(hostKey) ?? new Set()), ownUnit].sort();
}
