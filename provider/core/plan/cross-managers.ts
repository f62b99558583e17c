import { byCodeUnit, sortedUnique } from "../order";
import { managerOf, unitRef } from "../units/unit-ref";

/** What of a profile decides which manager runs it. */
interface Managed {
  readonly key: string;
  readonly unitName: string;
  readonly unit: { readonly scope: "system" | "user"; readonly user: string };
}

/** What keeps a gateway apart from its neighbours: directives within its manager, locks across managers. */
export interface KeptApart {
  /** Unit names of the lower neighbours under the same manager. */
  readonly conflicts: string[];
  /** The neighbours under other managers, higher ones too, in the host's order; left out: none. */
  readonly excludes?: string[];
  /** Names of the locks that it shares with neighbours under other managers; left out: none. */
  readonly locks?: string[];
}

/**
 * How each gateway of a host is kept apart from its neighbours. `Conflicts=` acts within one manager only; every pair
 * across managers has a lock of its own, so that a change of one pair restarts nobody else.
 *
 * @param members the host's profiles in its order; the function takes a place and its neighbours' places, ascending
 */
export function keepApart(
  members: readonly Managed[],
): (place: number, neighbours: readonly number[]) => KeptApart {
  const managers = members.map(({ unit }) => managerOf(unit));
  const units = members.map(({ unitName }) => unitName);
  const several = new Set(managers).size > 1;
  return (place, neighbours) => {
    const beside = several ? neighbours.filter((other) => managers[other] === managers[place]) : neighbours;
    const firstLower = beside.findIndex((other) => other > place);
    const lower = firstLower === -1 ? [] : beside.slice(firstLower);
    const conflicts = lower.map((other) => units[other] ?? "");
    const one = members[place];
    if (one === undefined || beside.length === neighbours.length) return { conflicts };
    const across = neighbours.flatMap((other) =>
      managers[other] === managers[place] ? [] : (members[other] ?? []),
    );
    return {
      conflicts,
      excludes: across.map(refOf),
      locks: sortedUnique(across.map((other) => lockOf(one, other))),
    };
  };
}

/** A profile's unit as a host tells it from every other one. */
export function refOf({ unit, unitName }: Managed): string {
  return unitRef({ ...unit, unitName });
}

/** The same from either side; neither an account nor a profile has `@` or `+` in its name. */
function lockOf(a: Managed, b: Managed): string {
  return `${[a, b].map(partOf).sort(byCodeUnit).join("+")}.lock`;
}

function partOf({ key, unit }: Managed): string {
  const manager = managerOf(unit);
  return manager === "" ? key : `${key}@${manager}`;
}
