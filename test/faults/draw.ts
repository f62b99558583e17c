/** Draws so many of them, in their order; the same ones for the same seed. */
export function draw<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = mulberry(seed);
  const keyed = all.map((one, place) => ({ one, place, key: random() }));
  return [...keyed]
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** Mulberry32: uniform numbers from 0 to 1. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
