import { planFleet } from "../provider/core/plan/plan-fleet";
import { parseFleet } from "../provider/core/schema/parse-fleet";

/** A fleet to plan, and the longest its plan may take. */
interface PlanRow {
  readonly hosts: number;
  readonly profiles: number;
  /** Seconds; none for the rows that only show the growth. */
  readonly limit?: number;
}

/** Twice the fleet may take that many times as long: n log n, with room for the garbage collector. */
const GROWTH_LIMIT = 3;

const ROWS: readonly PlanRow[] = [
  { hosts: 500, profiles: 5 },
  { hosts: 1000, profiles: 5, limit: 1 },
  { hosts: 2000, profiles: 5 },
  { hosts: 1, profiles: 100 },
  { hosts: 1, profiles: 200, limit: 1 },
  { hosts: 1, profiles: 400 },
];

/** Seconds to check and plan a fleet as it is written, the best of five. */
function planSeconds({ hosts, profiles }: PlanRow): number {
  const written = fleet(hosts, profiles);
  const seconds = Array.from({ length: 5 }, () => {
    const began = performance.now();
    const parsed = parseFleet(written);
    if (!parsed.fleet) throw new Error(JSON.stringify(parsed.problems));
    planFleet(parsed.fleet);
    return (performance.now() - began) / 1000;
  });
  return Math.min(...seconds);
}

/** A fleet in which every tenth profile excludes the next one. */
function fleet(hosts: number, profiles: number): object {
  const names = Array.from({ length: profiles }, (_, index) => `p${index}`);
  return {
    hosts: Object.fromEntries(
      Array.from({ length: hosts }, (_, index) => [
        `vm${index}`,
        { connection: { host: `192.0.2.${index % 250}` } },
      ]),
    ),
    profiles: Object.fromEntries(
      names.map((name, index) => [
        name,
        index % 10 === 0 && names[index + 1] ? { conflictsWith: [names[index + 1]], priority: index } : {},
      ]),
    ),
  };
}

let missed = false;
let before: { readonly gateways: number; readonly seconds: number } | undefined;
console.log("hosts × profiles   seconds   × the row above");
for (const row of ROWS) {
  const seconds = planSeconds(row);
  const gateways = row.hosts * row.profiles;
  const growth = before && gateways === 2 * before.gateways ? seconds / before.seconds : undefined;
  const tooSlow = row.limit !== undefined && seconds > row.limit;
  const tooSteep = growth !== undefined && seconds > 0.05 && growth > GROWTH_LIMIT;
  missed ||= tooSlow || tooSteep;
  const name = `${row.hosts} × ${row.profiles}`.padEnd(16);
  const verdict = tooSlow
    ? `  MISSED: at most ${row.limit} s`
    : tooSteep
      ? `  MISSED: at most ${GROWTH_LIMIT} times`
      : "";
  console.log(`${name}   ${seconds.toFixed(3)}     ${growth?.toFixed(2) ?? ""}${verdict}`);
  before = { gateways, seconds };
}
process.exitCode = missed ? 1 : 0;
