import type { SeenHost, SeenUnit } from "../../../provider/core/facts/host-facts";

/** A host that a survey saw, with nothing on it. */
export function seenHost(more: Partial<SeenHost> = {}): SeenHost {
  return { systemd: 252, machineId: "a".repeat(32), units: [], ...more };
}

/** A unit that nobody marked, running and enabled. */
export function seenUnit(name: string, more: Partial<SeenUnit> = {}): SeenUnit {
  return {
    name,
    scope: "system",
    conflicts: [],
    before: [],
    activeState: "active",
    enabled: true,
    ...more,
  };
}
