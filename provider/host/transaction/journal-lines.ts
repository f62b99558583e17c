/** Most lines of a journal that a message shows. */
const MOST_LINES = 8;

/** Hermes' banner. It is printed to a buffered output, so it comes last and pushes the reason out of sight. */
const BANNER = /^[┌├└│]/;

/** The last lines of a unit's journal that say something, as they stand there. */
export function tellingLines(journal: string): string[] {
  const lines = journal.trimEnd().split("\n");
  return lines.filter((line) => line !== "" && !BANNER.test(line)).slice(-MOST_LINES);
}
