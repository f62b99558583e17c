import { expect } from "chai";
import fc from "fast-check";
import { exclusionGroups } from "../../provider/host/transaction/exclusion-groups.js";
import { ensure, remove } from "./support/operations";

describe("exclusion groups of a transaction", () => {
  it("units that exclude nobody stand alone", () => {
    expect(new Set(exclusionGroups([ensure("a"), ensure("b"), remove("c")])).size).to.equal(3);
  });

  it("units are together through others, whatever their order", () => {
    const [a, b, c, d] = exclusionGroups([
      ensure("c"),
      ensure("a", { conflicts: ["b"] }),
      ensure("b", { conflicts: ["c"] }),
      ensure("d"),
    ]);
    expect([b, c]).to.deep.equal([a, a]);
    expect(d).to.not.equal(a);
  });

  it("units of different managers that exclude each other are together, and namesakes are not", () => {
    const [a, b, namesake] = exclusionGroups([
      ensure("a.service", { excludes: ["hermes/b.service"] }),
      ensure("hermes/b.service", { excludes: ["a.service"] }),
      ensure("other/b.service"),
    ]);
    expect(a).to.equal(b);
    expect(namesake).to.not.equal(a);
  });

  it("a unit and the one that takes its place are together", () => {
    const [gone, here] = exclusionGroups([remove("old", { replacedBy: "new" }), ensure("new")]);
    expect(gone).to.equal(here);
  });

  it("a unit that is not part of the transaction connects those that exclude it", () => {
    const [a, b, c] = exclusionGroups([
      ensure("a", { conflicts: ["x"] }),
      ensure("b", { conflicts: ["x"] }),
      ensure("c", { conflicts: ["y"] }),
    ]);
    expect(a).to.equal(b);
    expect(c).to.not.equal(a);
  });

  it("two operations share a number exactly when a path of conflicts leads from one to the other", () => {
    const names = ["a", "b", "c", "d", "e"];
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 6 }), (edges) => {
        const operations = names.map((name, from) =>
          ensure(name, {
            conflicts: edges.filter(([start]) => start === from).map(([, end]) => names[end] ?? ""),
          }),
        );
        const groups = exclusionGroups(operations);
        for (const from of names.keys()) {
          for (const to of names.keys())
            expect(groups[from] === groups[to]).to.equal(reaches(edges, from, to));
        }
      }),
    );
  });
});

function reaches(edges: readonly (readonly [number, number])[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const [a, b] of edges) if (a === at || b === at) seen.add(a === at ? b : a);
  return seen.has(to);
}
