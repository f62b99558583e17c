import { byCodeUnit } from "../order";

/** What decides a place in a host's order. */
export interface Ranked {
  /** The profile's key. */
  readonly key: string;
  readonly priority: number;
}

/** The strict order of a host: priority, higher first, then name by code unit. Who stands first wins. */
export function byHostOrder(a: Ranked, b: Ranked): number {
  return b.priority - a.priority || byCodeUnit(a.key, b.key);
}
