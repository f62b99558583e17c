/** Who is expected at a gateway's unit, and what to call when all have come. */
interface Meeting {
  readonly expected: Set<string>;
  readonly waiting: (() => void)[];
}

const meetings = new Map<string, Meeting>();

/** Longest wait for the others, in milliseconds: `--parallel` may keep their operations back. */
const LONGEST_MS = 5000;

/**
 * A profile's operation may follow that goes together with that of the unit which serves it: said by `check` and `diff`,
 * before the operation of either.
 */
export function expectAt(hostKey: string, unit: string, profileKey: string): void {
  const key = JSON.stringify([hostKey, unit]);
  const meeting = meetings.get(key) ?? { expected: new Set(), waiting: [] };
  meeting.expected.add(profileKey);
  meetings.set(key, meeting);
}

/** The operation is on its way to the host, or none is coming. */
export function arriveAt(hostKey: string, unit: string, profileKey: string): void {
  const key = JSON.stringify([hostKey, unit]);
  const meeting = meetings.get(key);
  meeting?.expected.delete(profileKey);
  if (meeting?.expected.size === 0) part(key, meeting);
}

/**
 * Waits until everybody who is expected at a unit has come; at once where nobody is. A profile passes between a unit of
 * its own and another one's gateway in one transaction with that gateway: apart, neither would be put back when the other
 * fails. Who comes too late goes alone, and nobody waits a second time.
 */
export async function togetherAt(hostKey: string, unit: string, profileKey: string): Promise<void> {
  arriveAt(hostKey, unit, profileKey);
  const key = JSON.stringify([hostKey, unit]);
  const meeting = meetings.get(key);
  if (meeting === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => part(key, meeting), LONGEST_MS);
    meeting.waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function part(key: string, meeting: Meeting): void {
  if (meetings.get(key) === meeting) meetings.delete(key);
  for (const go of meeting.waiting.splice(0)) go();
}
