/** What a line says happens: nothing, or something is added, removed or changed. */
export type Sign = "" | "+" | "-" | "~";

/** A line at a level of indentation (4 columns each); the sign stands in the two columns before it. */
export function line(level: number, sign: Sign, text: string): string {
  return `${" ".repeat(Math.max(0, 4 * level - 2))}${sign.padEnd(2)}${text}`;
}
