/**
 * The candidate that is most like a mistyped word: fewest single-character edits, upper case and separators aside.
 * @returns `undefined` when none is like it (more than a third of its characters differ); ties go to the first.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = folded(word);
  let best: string | undefined;
  let fewest = Math.floor(Math.max(wanted.length, 3) / 3) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(wanted, folded(candidate));
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

function folded(word: string): string {
  return word.slice(0, 64).toLowerCase().replace(/[_-]/g, "");
}

/** Levenshtein's distance, with one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
