const ONE_LINE = /^(-----BEGIN [A-Z0-9 ]+-----)\s*([A-Za-z0-9+/=\s]+?)\s*(-----END [A-Z0-9 ]+-----)$/;

/**
 * Gives a PEM text its line breaks again: a quoted YAML scalar, a shell variable or a CI secret makes blanks of them, or
 * the two characters `\n`. Every other text is returned as it is, one with headers (`Proc-Type:`) too.
 */
export function restorePemLines(text: string): string {
  const match = ONE_LINE.exec(text.replaceAll(/\\r?\\n|\\n|\r\n?/g, "\n").trim());
  if (!match) return text;
  const [, begin = "", body = "", end = ""] = match;
  const lines = body.replaceAll(/\s/g, "").match(/.{1,64}/g) ?? [];
  return `${[begin, ...lines, end].join("\n")}\n`;
}
