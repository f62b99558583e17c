import type { FleetPlan } from "../provider/core/plan/fleet-plan";
import { planFleet } from "../provider/core/plan/plan-fleet";
import { parseFleet } from "../provider/core/schema/parse-fleet";
import { fleetOf, PLAN_ROWS, type PlanRow } from "./plan-rows";

/** Rounds through all rows; the fastest of each counts. The rows take turns, so that all see the same machine. */
const ROUNDS = 25;

/** Twice the fleet may take that many times as long: n log n, with room for the garbage collector. */
const GROWTH_LIMIT = 2.3;

/** What one row came to. */
interface Measured extends PlanRow {
  readonly seconds: number;
  /** `Conflicts=` between two gateways. */
  readonly directives: number;
}

/** Checks and plans a fleet as it is written. */
function plan(written: object): FleetPlan {
  const parsed = parseFleet(written);
  if (!parsed.fleet) throw new Error(JSON.stringify(parsed.problems));
  return planFleet(parsed.fleet);
}

function measure(rows: readonly PlanRow[]): Measured[] {
  const fleets = rows.map(fleetOf);
  const best = rows.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, fleet] of fleets.entries()) {
      const began = performance.now();
      plan(fleet);
      best[i] = Math.min(best[i] ?? 0, (performance.now() - began) / 1000);
    }
  }
  return rows.map((row, i) => ({
    ...row,
    seconds: best[i] ?? 0,
    directives: directivesOf(plan(fleets[i] ?? {})),
  }));
}

function directivesOf({ hosts }: FleetPlan): number {
  return hosts.reduce(
    (sum, { gateways }) => sum + gateways.reduce((own, { spec }) => own + spec.conflicts.length, 0),
    0,
  );
}

/**
 * How many times as long a row may take as the one above. Where everybody excludes everybody, twice the gateways have
 * four times the directives: from 200 gateways on these are most of the plan, so there the time for one of them counts.
 */
function growthLimit(row: Measured, above: Measured): number {
  const cliques = row.directives === (row.profiles * (row.profiles - 1)) / 2 && row.profiles > 200;
  return cliques ? (GROWTH_LIMIT / 2) * (row.directives / above.directives) : GROWTH_LIMIT;
}

let missed = false;
let above: Measured | undefined;
console.log("                                 hosts × profiles   directives   ms       × the row above");
for (const row of measure(PLAN_ROWS)) {
  const before = above?.kind === row.kind ? above : undefined;
  const growth = before && row.seconds / before.seconds;
  const most = before && growthLimit(row, before);
  const tooSlow = row.limit !== undefined && row.seconds > row.limit;
  const tooSteep = growth !== undefined && most !== undefined && growth > most;
  missed ||= tooSlow || tooSteep;
  const verdict = tooSlow
    ? `  MISSED: at most ${row.limit} s`
    : tooSteep
      ? `  MISSED: at most ${most.toFixed(1)} times`
      : "";
  const size = `${row.hosts} × ${row.profiles}`;
  const cells = [row.kind.padEnd(31), size.padEnd(17), String(row.directives).padEnd(11)];
  console.log(
    `${cells.join("  ")}  ${(row.seconds * 1000).toFixed(1).padEnd(7)}  ${growth?.toFixed(2) ?? ""}${verdict}`,
  );
  above = row;
}
process.exitCode = missed ? 1 : 0;
