/**
 * Characters that no quoting can carry through a unit file: NUL ends the line, and systemd's `utf8_is_valid`
 * refuses lone surrogates and Unicode noncharacters (U+FDD0 to U+FDEF and the last two of each plane), which
 * makes the whole unit `LoadState=error`.
 */
const UNREPRESENTABLE = /\0|\p{Surrogate}|\p{Noncharacter_Code_Point}/u;

/**
 * The first character of a value that a unit file cannot carry, as `U+XXXX`.
 * @returns `undefined` when the whole value can be written, quoted with `quoteWord`.
 */
export function unrepresentableIn(value: string): string | undefined {
  const found = UNREPRESENTABLE.exec(value)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
}
