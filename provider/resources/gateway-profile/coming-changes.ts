/** Units of which a change may be coming, with whoever waits for it; by host key and unit. */
const coming = new Map<string, (() => void)[]>();

/** Longest wait for a change that may be coming, in milliseconds: `--parallel` or `--target` may keep it away. */
const LONGEST_MS = 5000;

/** `check` has seen a gateway's unit: its operation follows, unless `diff` finds nothing to do. */
export function expectChange(hostKey: string, unit: string): void {
  const key = JSON.stringify([hostKey, unit]);
  coming.set(key, coming.get(key) ?? []);
}

/** The operation is on its way to the host, or none is coming. */
export function changeArrived(hostKey: string, unit: string): void {
  const key = JSON.stringify([hostKey, unit]);
  const waiting = coming.get(key) ?? [];
  coming.delete(key);
  for (const go of waiting) go();
}

/**
 * Waits for a change of another unit that should go in the same transaction; at once where none is coming. A profile
 * passes between a unit of its own and another one's gateway together with that gateway: apart, it would not be put back
 * when that one fails.
 */
export async function untilChangeArrives(hostKey: string, unit: string): Promise<void> {
  const waiting = coming.get(JSON.stringify([hostKey, unit]));
  if (waiting === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LONGEST_MS);
    waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
