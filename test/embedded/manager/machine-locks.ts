import type { Unit } from "./unit";

/** Locks of `flock` that simulated services of one machine hold, whichever manager runs them. */
export class MachineLocks {
  private readonly holders = new Map<string, Unit>();

  /** False when another unit has it. */
  take(path: string, unit: Unit): boolean {
    const holder = this.holders.get(path) ?? unit;
    if (holder !== unit) return false;
    this.holders.set(path, unit);
    return true;
  }

  /** The unit's process has ended. */
  release(unit: Unit): void {
    for (const [path, holder] of this.holders) if (holder === unit) this.holders.delete(path);
  }
}
