/** `T` without `undefined` as a value of its fields. */
export type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields that are really there: in a program `undefined` means left out. */
export function present<T extends object>(options: T | null | undefined): Present<T> {
  return Object.fromEntries(
    Object.entries(options ?? {}).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}
