import { expect } from "chai";
import fc from "fast-check";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { arbitraryFleet, fleetOf } from "../support/arbitrary-fleet";
import { DiskModel, operationsBetween, unitTexts, type Without } from "../support/disk-model";

/** An order of operations, and where they are cut into transactions. */
const arbitrarySplit = fc.record({
  order: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
  cuts: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
});

type Split = typeof arbitrarySplit extends fc.Arbitrary<infer Value> ? Value : never;

function split<T>(items: readonly T[], { order, cuts }: Split): T[][] {
  const placed = items.map((item, i) => ({ item, at: order[i] ?? 0 })).sort((a, b) => a.at - b.at);
  const batches: T[][] = [];
  for (const [i, { item }] of placed.entries()) {
    if (i === 0 || cuts[i - 1]) batches.push([]);
    batches.at(-1)?.push(item);
  }
  return batches;
}

/** Two profiles of which the plan turns the order around. */
function turned(): { olds: Map<string, string>; news: Map<string, string> } {
  const texts = (priority: number) =>
    unitTexts(
      planFleet(
        fleetOf({
          exclusion: "all",
          hosts: { vm1: { connection: { host: "x" } } },
          profiles: { a: { priority, restartSec: 5 + priority }, b: null },
        }),
      ).hosts[0],
    );
  return { olds: texts(1), news: texts(-1) };
}

const PAIR = "hermes-gateway-a.service hermes-gateway-b.service";

describe("from any plan to any other", () => {
  it("no two units name each other after any step, nothing is refused, and every byte is as planned in the end", () => {
    fc.assert(
      fc.property(arbitraryFleet, arbitraryFleet, arbitrarySplit, (before, after, order) => {
        const olds = planFleet(fleetOf(before)).hosts;
        for (const host of planFleet(fleetOf(after)).hosts) {
          const old = unitTexts(olds.find(({ hostKey }) => hostKey === host.hostKey));
          const target = unitTexts(host);
          const disk = new DiskModel(old);
          expect(disk.mutualPairs()).to.deep.equal([]);
          for (const batch of split(operationsBetween(old, target), order)) {
            expect(disk.transact(batch)).to.deep.equal([]);
            expect(disk.mutualPairs()).to.deep.equal([]);
          }
          expect([...disk.files].sort()).to.deep.equal([...target].sort());
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("nor when only the changed units have operations, as the engine sends them", () => {
    fc.assert(
      fc.property(arbitraryFleet, arbitraryFleet, arbitrarySplit, (before, after, order) => {
        const olds = planFleet(fleetOf(before)).hosts;
        for (const host of planFleet(fleetOf(after)).hosts) {
          const old = unitTexts(olds.find(({ hostKey }) => hostKey === host.hostKey));
          const target = unitTexts(host);
          const disk = new DiskModel(old);
          const changed = operationsBetween(old, target).filter(({ text, recorded }) => text !== recorded);
          for (const batch of split(changed, order)) {
            expect(disk.transact(batch)).to.deep.equal([]);
            expect(disk.mutualPairs()).to.deep.equal([]);
          }
          expect([...disk.files].sort()).to.deep.equal([...target].sort());
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("also over several plans one after the other, where a run may end between two transactions", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(arbitraryFleet, arbitrarySplit, fc.nat({ max: 3 })), {
          minLength: 2,
          maxLength: 4,
        }),
        (life) => {
          let recorded = new Map<string, string>();
          const disk = new DiskModel(recorded);
          for (const [document, order, done] of life) {
            const [host] = planFleet(
              fleetOf({
                ...document,
                hosts: { vm1: { connection: { host: "x" } } },
                profiles: onOne(document.profiles),
              }),
            ).hosts;
            const operations = operationsBetween(recorded, unitTexts(host));
            const batches = split(operations, order);
            for (const batch of batches.slice(0, done + 1)) {
              expect(disk.transact(batch)).to.deep.equal([]);
              expect(disk.mutualPairs()).to.deep.equal([]);
              recorded = recordedAfter(recorded, batch);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  for (const [rule, without] of [
    ["without the word that is taken out", { stripping: true }],
    ["without the edit that is accepted", { accepting: true }],
  ] as [string, Without][]) {
    it(`${rule} it would fail`, () => {
      const { olds, news } = turned();
      const disk = new DiskModel(olds, without);
      const [a, b] = operationsBetween(olds, news).sort((one, other) => (one.unit < other.unit ? -1 : 1));
      const refused = [b, a].map((operation) => {
        const answer = operation === undefined ? ["?"] : disk.transact([operation]);
        return [answer, disk.mutualPairs()];
      });
      expect(refused).to.deep.equal(
        without.stripping
          ? [
              [[], [PAIR]],
              [[], []],
            ]
          : [
              [[], []],
              [["hermes-gateway-a.service"], []],
            ],
      );
    });
  }
});

type Profiles =
  typeof arbitraryFleet extends fc.Arbitrary<infer Value> ? Value["profiles" & keyof Value] : never;

/** The same profiles, all on one host. */
function onOne(profiles: Profiles): object {
  return Object.fromEntries(
    Object.entries(profiles as object).map(([key, options]) => [key, { ...options, hosts: ["vm1"] }]),
  );
}

/** What the state holds after a transaction: the texts of its operations, all else as before. */
function recordedAfter(
  recorded: ReadonlyMap<string, string>,
  batch: readonly { unit: string; text?: string }[],
): Map<string, string> {
  const after = new Map(recorded);
  for (const { unit, text } of batch) {
    if (text === undefined) after.delete(unit);
    else after.set(unit, text);
  }
  return after;
}
