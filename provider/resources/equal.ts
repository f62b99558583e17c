import { isDeepStrictEqual } from "node:util";

/** Whether two property values are equal; a key with `undefined` counts as absent, as on the wire. */
export function equalValues(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

/**
 * A value as it can cross the wire: no `undefined` anywhere, which the SDK refuses after the work is done.
 * @throws TypeError for what JSON cannot hold at all (a bigint, a cycle).
 */
export function plain<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
