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
  /** The lower neighbours under other managers; left out: none. */
  readonly excludes?: string[];
  /** Names of the locks that it shares with neighbours under other managers; left out: none. */
  readonly locks?: string[];
}

/** Whether one manager runs both, so that directives reach from one to the other. */
function sameManager(a: Pick<Managed, "unit">, b: Pick<Managed, "unit">): boolean {
  return managerOf(a.unit) === managerOf(b.unit);
}

/**
 * How a gateway is kept apart from its neighbours. `Conflicts=` acts within one manager only; every pair across
 * managers has a lock of its own, so that a change of one pair restarts nobody else.
 *
 * @param lower those that stand below it in the host's order
 * @param all higher ones too
 */
export function keptApart(one: Managed, lower: readonly Managed[], all: readonly Managed[]): KeptApart {
  const below = lower.filter((other) => !sameManager(one, other)).map((other) => refOf(other));
  const across = all.filter((other) => !sameManager(one, other));
  return {
    conflicts: lower.filter((other) => sameManager(one, other)).map(({ unitName }) => unitName),
    ...(below.length === 0 ? {} : { excludes: below }),
    ...(across.length === 0 ? {} : { locks: sortedUnique(across.map((other) => lockOf(one, other))) }),
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
