/** Whether a name matches one of the shell patterns (`*`, `?`); without any pattern everything does. */
export function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => toExpression(pattern).test(name));
}

export function isPattern(word: string): boolean {
  return /[*?[]/.test(word);
}

function toExpression(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`);
}
