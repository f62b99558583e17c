import { expect } from "chai";
import { makeFullCliques, makeSets } from "./sets/make-sets";
import type { ProofSet } from "./sets/proof-set";

describe("the sets of the proof", () => {
  const sets = makeSets(200, 1);

  it("are the same for the same seed, and others for another", () => {
    expect(makeSets(40, 5)).to.deep.equal(makeSets(40, 5));
    expect(makeSets(40, 5)).not.to.deep.equal(makeSets(40, 6));
  });

  it("are of the four kinds in turn, with two to six gateways", () => {
    expect(sets.slice(0, 5).map(({ kind }) => kind)).to.deep.equal([
      "planned",
      "clique",
      "graph",
      "missing",
      "planned",
    ]);
    expect([...new Set(sets.map(({ members }) => members.length))].sort()).to.deep.equal([2, 3, 4, 5, 6]);
  });

  it("have the neighbours that the plan sees", () => {
    for (const { members } of sets) {
      for (const { gateway, neighbours } of members)
        expect([...gateway.neighbours].sort()).to.deep.equal([...neighbours].sort());
    }
  });

  it("share a port between two gateways exactly when these exclude each other, and none between sets", () => {
    const all = sets.flatMap(({ members }) => members);
    const users = Map.groupBy(
      all.flatMap(({ profileKey, ports }) => ports.map((port) => ({ port, profileKey }))),
      ({ port }) => port,
    );
    const shared = [...users.values()].filter(({ length }) => length > 1);
    const pairs = all.flatMap(({ profileKey, neighbours }) =>
      neighbours.filter((other) => profileKey < other).map((other) => `${profileKey} ${other}`),
    );
    expect(
      shared
        .map((both) =>
          both
            .map(({ profileKey }) => profileKey)
            .sort()
            .join(" "),
        )
        .sort(),
    ).to.deep.equal(pairs.sort());
    for (const { ports } of all) expect(ports.some((port) => users.get(port)?.length === 1)).to.equal(true);
  });

  it("stand in the host's order", () => {
    for (const { members } of sets) {
      const ranks = members.map(({ gateway, profileKey }) => `${5 - gateway.priority} ${profileKey}`);
      expect(ranks).to.deep.equal([...ranks].sort());
    }
  });

  it("enable what the plan enables, or in the kinds that say so any subset", () => {
    const differ = (set: ProofSet) =>
      set.members.some(({ enabled, gateway }) => enabled !== (gateway.boot === "enabled"));
    const kinds = sets.filter(differ).map(({ kind }) => kind);
    expect([...new Set(kinds)].sort()).to.deep.equal(["clique", "graph"]);
  });

  it("lack the program of a planned gateway only where another one waits for nobody else", () => {
    for (const { kind, members } of sets) {
      const missing = members.filter((member) => member.missing);
      expect(missing.length).to.equal(kind === "missing" ? 1 : 0);
      for (const { enabled, profileKey } of missing) {
        expect(enabled).to.equal(true);
        expect(members.map(({ gateway }) => gateway.standbyBecause)).to.deep.include([profileKey]);
      }
    }
  });

  it("are for upstream's shape cliques of three at least, all enabled", () => {
    for (const { members } of makeFullCliques(20, 1)) {
      expect(members.length).to.be.within(3, 6);
      expect(
        members.every(({ enabled, neighbours }) => enabled && neighbours.length === members.length - 1),
      ).to.equal(true);
    }
  });
});
