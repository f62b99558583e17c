import type { ProofSet } from "../sets/proof-set";

/** What continuous looking saw of a set. */
export interface Samples {
  /** How often processes were looked for. */
  readonly processes: number;
  /** How often systemd was asked. */
  readonly systemd: number;
  /** Neighbours that were seen together: how, whom, and how often. */
  readonly overlaps: readonly string[];
}

/** Reads what the sampling script printed, and finds neighbours in it that were there together. */
export function parseSamples(text: string, { members }: ProofSet): Samples {
  const counts = { processes: 0, systemd: 0 };
  const overlaps: string[] = [];
  for (const line of text.split("\n")) {
    const [, how, times, units = ""] = /^(processes|systemd) (\d+) ?(.*)$/.exec(line) ?? [];
    if (how !== "processes" && how !== "systemd") continue;
    counts[how] += Number(times);
    const there = members.filter(({ unitName }) => units.split(" ").includes(unitName));
    const meets = there.some(({ neighbours }) =>
      there.some(({ profileKey }) => neighbours.includes(profileKey)),
    );
    if (meets)
      overlaps.push(`${how}: ${there.map(({ profileKey }) => profileKey).join(" and ")}, ${times} times`);
  }
  return { ...counts, overlaps: overlaps.sort() };
}
