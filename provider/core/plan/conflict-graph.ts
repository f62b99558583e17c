import type { PlacedExclusion } from "./exclusion";

/** Who excludes whom among the members of one host, as places: for each member its neighbours, ascending. */
export function conflictGraph(exclusions: readonly PlacedExclusion[], count: number): number[][] {
  if (exclusions.length === 0) return Array.from({ length: count }, () => []);
  // a bit for each pair: when everybody excludes everybody there are too many pairs for anything larger
  const words = Math.ceil(count / 32);
  const rows = new Uint32Array(count * words);
  const group = new Uint32Array(words);
  for (const { members } of exclusions) {
    group.fill(0);
    for (const { place } of members) group[place >>> 5] = (group[place >>> 5] ?? 0) | (1 << (place & 31));
    for (const { place } of members) {
      const row = place * words;
      for (let word = 0; word < words; word += 1) {
        rows[row + word] = (rows[row + word] ?? 0) | (group[word] ?? 0);
      }
    }
  }
  return Array.from({ length: count }, (_, place) =>
    placesIn(rows.subarray(place * words, (place + 1) * words), place),
  );
}

/** The places whose bits are set, ascending, but for one. */
function placesIn(row: Uint32Array, own: number): number[] {
  const places: number[] = [];
  for (let word = 0; word < row.length; word += 1) {
    for (let left = row[word] ?? 0; left !== 0; left &= left - 1) {
      // the lowest bit that is left
      const place = word * 32 + 31 - Math.clz32(left & -left);
      if (place !== own) places.push(place);
    }
  }
  return places;
}
