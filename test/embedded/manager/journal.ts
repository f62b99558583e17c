/** What a unit's journal holds: messages of the manager about it, and what it printed. */
export class Journal {
  private readonly lines: { unit: string; text: string }[] = [];

  add(unit: string, text: string): void {
    for (const line of text.split("\n")) this.lines.push({ unit, text: line });
  }

  /** Lines of one unit, oldest first. */
  of(unit: string): string[] {
    return this.lines.filter((line) => line.unit === unit).map((line) => line.text);
  }

  clear(): void {
    this.lines.length = 0;
  }
}
