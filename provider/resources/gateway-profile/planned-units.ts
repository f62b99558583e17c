const planned = new Map<string, Set<string>>();
const homes = new Map<string, Set<string>>();

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

/** Whose home it is by the plan, remembered by `check` in the same way. */
export function rememberPlannedHome(hostKey: string, home: string, owner: string): void {
  const key = JSON.stringify([hostKey, home]);
  homes.set(key, (homes.get(key) ?? new Set()).add(owner));
}

/** Another owner of a home by the plan: a resource that got another name is made before the old one is deleted. */
export function otherOwnerOf(hostKey: string, home: string, owner: string): string | undefined {
  return [...(homes.get(JSON.stringify([hostKey, home])) ?? [])].find((other) => other !== owner);
}
