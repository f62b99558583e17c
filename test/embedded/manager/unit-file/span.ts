const UNIT_MS: Readonly<Record<string, number>> = {
  usec: 0.001,
  us: 0.001,
  µs: 0.001,
  msec: 1,
  ms: 1,
  seconds: 1000,
  second: 1000,
  sec: 1000,
  s: 1000,
  "": 1000,
  minutes: 60_000,
  minute: 60_000,
  min: 60_000,
  m: 60_000,
  hours: 3_600_000,
  hour: 3_600_000,
  hr: 3_600_000,
  h: 3_600_000,
  days: 86_400_000,
  day: 86_400_000,
  d: 86_400_000,
  weeks: 604_800_000,
  week: 604_800_000,
  w: 604_800_000,
};

/**
 * A time span as systemd.time(7) writes it, in milliseconds; `Infinity` for `infinity`.
 * @returns `undefined` for a text that is none.
 */
export function parseSpan(text: string): number | undefined {
  if (text === "infinity") return Number.POSITIVE_INFINITY;
  let total = 0;
  let rest = text.trim();
  if (rest === "") return undefined;
  while (rest !== "") {
    const part = /^(\d+(?:\.\d*)?|\.\d+)\s*([a-zµ]*)\s*/.exec(rest);
    const factor = UNIT_MS[part?.[2] ?? ""];
    if (!part || factor === undefined) return undefined;
    total += Number(part[1]) * factor;
    rest = rest.slice(part[0].length);
  }
  return total;
}
