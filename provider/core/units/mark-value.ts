/**
 * A value as it stands on a line of the mark: control characters, `%` and `\` as `%XX`, because a line break would
 * end the line and a backslash at its end would join the next one.
 */
export function encodeMarkValue(value: string): string {
  return value.replace(
    /[\p{Control}%\\]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`,
  );
}

/** The inverse of {@link encodeMarkValue}; a `%` that begins no pair of hex digits stays. */
export function decodeMarkValue(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
