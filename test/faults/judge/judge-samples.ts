import type { Samples } from "../host/sampler";
import { GROUP } from "../stage/declare";

/** What continuous looking has to agree with. */
export interface Limits {
  /** Seconds of uptime by which somebody has to run again. */
  readonly by: number;
}

/** What continuous looking found out about one cell. */
export interface SampleVerdict {
  readonly faults: readonly string[];
  /** Seconds in all during which nobody of the group ran, time without power included. */
  readonly nobodySeconds: number;
  readonly looks: number;
  readonly longestPauseMs: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly runs: readonly string[];
}

/** Somebody of the group and c have to run again by the limit, and never two of the group at once. */
export function judgeSamples(parts: readonly Samples[], { by }: Limits): SampleVerdict {
  const spans = spansOf(parts);
  const group = (runs: readonly string[]) => GROUP.filter((name) => runs.includes(name));
  const both = spans.filter(({ runs }) => group(runs).length > 1);
  const nobody = spans.filter(({ runs }) => group(runs).length === 0);
  const late = (what: string, lacks: (runs: readonly string[]) => boolean): string[] => {
    const last = spans.filter(({ runs }) => lacks(runs)).at(-1);
    if (last === undefined || last.to <= by) return [];
    return [`${what} ran until ${(last.to - by).toFixed(1)} s after the last moment that is allowed`];
  };
  return {
    faults: [
      ...both.map(({ from, to }) => `a and b ran together for ${(to - from).toFixed(2)} s`),
      ...late("nobody of a and b", (runs) => group(runs).length === 0),
      ...late("no c", (runs) => !runs.includes("c")),
    ],
    nobodySeconds: round(nobody.reduce((sum, { from, to }) => sum + to - from, 0)),
    looks: parts.reduce((sum, { count }) => sum + count, 0),
    longestPauseMs: Math.max(0, ...parts.map(({ longestPauseMs }) => longestPauseMs)),
  };
}

/** From each change to the next; between two boots nobody runs. */
function spansOf(parts: readonly Samples[]): Span[] {
  const moments = parts.flatMap(({ moments: own }, place) => {
    const last = own.at(-1);
    const off = place < parts.length - 1 && last !== undefined ? [{ at: last.at, runs: [] }] : [];
    return [...own, ...off];
  });
  return moments.flatMap(({ at, runs }, place) => {
    const next = moments[place + 1];
    return next === undefined ? [] : [{ from: at, to: next.at, runs }];
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
