import type { FoundCli } from "../test/e2e/find-cli";
import type { Lab } from "../test/lab/lab";
import { benchFleet, PROFILES } from "./fleet";
import { runFloor } from "./floor/run-floor";
import { FLOOR_SCRIPTS, type FloorRow } from "./floor/script";
import { checkHosts, countCommands, emptyHosts } from "./hosts";
import type { BenchOptions } from "./options";
import {
  PACED_ROWS,
  type PacedRow,
  PROVIDER_ROWS,
  type ProviderRow,
  runIdle,
  runProvider,
  runWithWindow,
} from "./provider/run-provider";
import { TimedProject, type Timing } from "./provider/timed-project";

/** Everything that was measured, by row; each list has one entry a round. */
export interface Measured {
  readonly operations: number;
  readonly floor: Record<FloorRow, number[]>;
  /** By operations at a time. */
  readonly provider: ReadonlyMap<number, Record<ProviderRow, Timing[]>>;
  /** With a provider that does nothing, at the highest number of operations at a time. */
  readonly pace: Record<PacedRow, Timing[]>;
  /** A create with the default health window, by operations at a time. */
  readonly window: ReadonlyMap<number, Timing>;
  /** Commands that a refresh ran on each host. */
  readonly refreshCommands: readonly number[];
}

/** Measures every row, floor and provider by turns, so that whatever else the machine does meets both. */
export async function measure(
  lab: Lab,
  cli: FoundCli | undefined,
  options: BenchOptions,
  log: (line: string) => void,
): Promise<Measured> {
  const floor = rows<FloorRow, number>(Object.keys(FLOOR_SCRIPTS) as FloorRow[]);
  const provider = new Map(
    options.parallel.map((count) => [count, rows<ProviderRow, Timing>(PROVIDER_ROWS)]),
  );
  const pace = rows<PacedRow, Timing>(PACED_ROWS);
  const window = new Map<number, Timing>();
  const highest = Math.max(...options.parallel);
  const timed = await TimedProject.make(cli);
  const idle = await TimedProject.make(cli, { idle: true });
  try {
    log("warming up: caches of the hosts, one pass of each that does not count");
    await passOfFloor(lab);
    await runProvider(lab, timed, highest);
    for (let round = 1; round <= options.rounds; round += 1) {
      log(`round ${round} of ${options.rounds}`);
      await emptyHosts(lab);
      append(floor, await passOfFloor(lab));
      for (const [count, into] of provider) {
        await emptyHosts(lab);
        append(into, await runProvider(lab, timed, count));
      }
      append(pace, await runIdle(lab, idle, highest));
    }
    for (const count of options.parallel) {
      log(`default health window, ${count} operations at a time`);
      window.set(count, await runWithWindow(lab, timed, count));
    }
    const refreshCommands = await commandsOfRefresh(lab, timed);
    const operations = lab.hosts.length * PROFILES.length;
    return { operations, floor, provider, pace, window, refreshCommands };
  } finally {
    await Promise.all([timed.close(), idle.close()]);
  }
}

async function passOfFloor(lab: Lab): Promise<Record<FloorRow, number>> {
  const create = await runFloor(lab, "create");
  await checkHosts(lab, "created");
  const noop = await runFloor(lab, "noop");
  const change = await runFloor(lab, "change");
  await checkHosts(lab, "changed");
  const remove = await runFloor(lab, "delete");
  await checkHosts(lab, "deleted");
  return { create, noop, change, delete: remove };
}

async function commandsOfRefresh(lab: Lab, timed: TimedProject): Promise<number[]> {
  const fleet = benchFleet(lab);
  await timed.up(fleet);
  const before = await countCommands(lab);
  await timed.up(fleet, { refresh: true });
  const after = await countCommands(lab);
  await timed.destroy();
  return after.map((count, index) => count - (before[index] ?? 0));
}

function rows<Row extends string, Value>(names: readonly Row[]): Record<Row, Value[]> {
  return Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Row, Value[]>;
}

function append<Row extends string, Value>(into: Record<Row, Value[]>, values: Record<Row, Value>): void {
  for (const row of Object.keys(into) as Row[]) into[row].push(values[row]);
}
