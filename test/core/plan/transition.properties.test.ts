import { expect } from "chai";
import fc from "fast-check";
import type { HostPlan } from "../../../provider/core/plan/fleet-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { arbitraryFleet, fleetOf } from "../support/arbitrary-fleet";

/** The units on a host's disk, each with the units that it names in `Conflicts=` and `Before=`. */
type Disk = Map<string, Set<string>>;

/** One unit's operation: write it with these names, or remove it. */
interface Operation {
  readonly unit: string;
  readonly names?: readonly string[];
}

/**
 * What a transaction on a host does to the files: all of its units at once, and where one that it writes names a unit
 * outside of it whose file names it back, that line goes from that file in the same step.
 */
function transact(disk: Disk, operations: readonly Operation[]): void {
  const written = new Set(operations.map(({ unit }) => unit));
  for (const { unit, names } of operations) {
    if (names === undefined) disk.delete(unit);
    else disk.set(unit, new Set(names));
  }
  for (const { unit, names = [] } of operations) {
    for (const other of names) if (!written.has(other)) disk.get(other)?.delete(unit);
  }
}

/** Every two that name each other: three such units start nobody at boot, two start either. */
function mutualPairs(disk: Disk): string[] {
  return [...disk].flatMap(([unit, names]) =>
    [...names]
      .filter((other) => unit < other && disk.get(other)?.has(unit))
      .map((other) => `${unit} ${other}`),
  );
}

const unitsOf = (host: HostPlan | undefined): Map<string, readonly string[]> =>
  new Map(host?.gateways.map(({ unitName, spec }) => [unitName, spec.conflicts]));

const asText = (disk: ReadonlyMap<string, Iterable<string>>) =>
  [...disk].map(([unit, names]) => `${unit} ${[...names].sort().join(" ")}`).sort();

describe("from any plan to any other", () => {
  it("no two units on a disk name each other after any step, in any order and any split of the operations", () => {
    fc.assert(
      fc.property(
        arbitraryFleet,
        arbitraryFleet,
        fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
        fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
        (before, after, order, cuts) => {
          const olds = planFleet(fleetOf(before)).hosts;
          for (const host of planFleet(fleetOf(after)).hosts) {
            const old = unitsOf(olds.find(({ hostKey }) => hostKey === host.hostKey));
            const target = unitsOf(host);
            const disk: Disk = new Map([...old].map(([unit, names]) => [unit, new Set(names)]));
            expect(mutualPairs(disk)).to.deep.equal([]);
            const operations: Operation[] = [
              ...[...target].map(([unit, names]) => ({ unit, names })),
              ...[...old.keys()].filter((unit) => !target.has(unit)).map((unit) => ({ unit })),
            ];
            const placed = operations.map((operation, i) => ({ operation, at: order[i] ?? 0 }));
            placed.sort((a, b) => a.at - b.at);
            let batch: Operation[] = [];
            for (const [i, { operation }] of placed.entries()) {
              batch.push(operation);
              if (!cuts[i] && i < placed.length - 1) continue;
              transact(disk, batch);
              batch = [];
              expect(mutualPairs(disk)).to.deep.equal([]);
            }
            expect(asText(disk)).to.deep.equal(asText(target));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("and without the line that a transaction takes away they would, so this can fail", () => {
    const order = (priority: number) => ({
      exclusion: "all",
      hosts: { vm1: { connection: { host: "x" } } },
      profiles: { a: { priority }, b: null },
    });
    const [before, after] = [1, -1].map((priority) => unitsOf(planFleet(fleetOf(order(priority))).hosts[0]));
    const [a, b] = ["hermes-gateway-a.service", "hermes-gateway-b.service"];
    const disk: Disk = new Map([...(before ?? [])].map(([unit, names]) => [unit, new Set(names)]));
    const names = after?.get(b ?? "") ?? [];
    expect(names).to.deep.equal([a]);
    disk.set(b ?? "", new Set(names));
    expect(mutualPairs(disk)).to.deep.equal([`${a} ${b}`]);
    transact(disk, [{ unit: b ?? "", names }]);
    expect(mutualPairs(disk)).to.deep.equal([]);
  });
});
