import { expect } from "chai";
import { judge } from "./boots/judge";
import type { Look } from "./machine/look";
import { clique, path } from "./operations/trio";
import { makeSet } from "./sets/make-set";
import type { ProofSet } from "./sets/proof-set";
import { lookAt } from "./support/looks";

describe("the judge of a boot", () => {
  const planned = path(0);
  const before = lookAt(planned, []);

  /** What is wrong with one boot in which nothing changes after the first look. */
  const faults = (set: ProofSet, seen: Look) => judge(set, { before, after: seen, later: seen }).faults;

  it("agrees when exactly the planned gateways run, each started once", () => {
    const seen = lookAt(planned, ["s00-a", "s00-c"]);
    expect(judge(planned, { before, after: seen, later: seen })).to.deep.equal({
      found: ["s00-a", "s00-c"],
      faults: [],
    });
  });

  it("finds a planned gateway that does not run", () => {
    expect(faults(planned, lookAt(planned, ["s00-a"]))).to.deep.equal(["s00-c has to run and does not"]);
  });

  it("finds a standby that runs, and the neighbours beside which it does", () => {
    const { members } = planned;
    const alone = {
      ...planned,
      members: members.map((member) => ({ ...member, ports: member.ports.slice(0, 1) })),
    };
    expect(faults(alone, lookAt(alone, ["s00-a", "s00-b", "s00-c"]))).to.deep.equal([
      "s00-b runs and must not",
      "s00-a and s00-b exclude each other and both run",
      "s00-b and s00-c exclude each other and both run",
    ]);
  });

  const looks: readonly [what: string, rest: Partial<Look>, faults: readonly string[]][] = [
    [
      "a process whose unit is not active",
      { active: new Set(["hermes-gateway-s00-c.service"]) },
      ["s00-a runs and its unit is not active"],
    ],
    [
      "a unit that is active without a process",
      { active: new Set("abc".split("").map((name) => `hermes-gateway-s00-${name}.service`)) },
      ["hermes-gateway-s00-b.service is active and no process is there"],
    ],
    [
      "a gateway that runs twice",
      {
        gateways: new Map([
          ["s00-a", [100, 200]],
          ["s00-c", [102]],
        ]),
      },
      ["s00-a runs 2 times"],
    ],
    [
      "a port on which nobody listens",
      {
        listeners: new Map([
          [20_000, 100],
          [20_002, 102],
          [20_004, 102],
        ]),
      },
      ["s00-a does not listen on port 20003"],
    ],
    [
      "a port that another process has",
      {
        listeners: new Map([
          [20_000, 100],
          [20_003, 999],
          [20_002, 102],
          [20_004, 102],
        ]),
      },
      ["s00-a runs and another process has its port 20003"],
    ],
    [
      "a gateway that was started more than once",
      {
        starts: new Map([
          ["s00-a", 2],
          ["s00-c", 1],
        ]),
      },
      ["s00-a was started 2 times in this boot, not 1"],
    ],
    [
      "a standby that was started and is gone",
      {
        starts: new Map([
          ["s00-a", 1],
          ["s00-b", 1],
          ["s00-c", 1],
        ]),
      },
      ["s00-b was started 1 times in this boot, not 0"],
    ],
    [
      "a gateway that found a port taken",
      { busy: ["s00-b: port 20003 on 127.0.0.1 is already in use", "s07-a: of another set"] },
      ["s00-b: port 20003 on 127.0.0.1 is already in use"],
    ],
  ];
  for (const [what, rest, expected] of looks) {
    it(`finds ${what}`, () => {
      expect(faults(planned, lookAt(planned, ["s00-a", "s00-c"], rest))).to.deep.equal(expected);
    });
  }

  it("finds a gateway that was another process a while later", () => {
    const after = lookAt(planned, ["s00-a", "s00-c"]);
    const gateways = new Map([...after.gateways, ["s00-a", [900]] as const]);
    expect(judge(planned, { before, after, later: { ...after, gateways } }).faults).to.deep.equal([
      "s00-a was ended or started again later",
    ]);
  });

  it("counts neither starts nor taken ports of earlier boots", () => {
    const seen = lookAt(planned, ["s00-a", "s00-c"], { busy: ["s00-b: earlier"] });
    const later = {
      ...seen,
      starts: new Map([
        ["s00-a", 2],
        ["s00-c", 2],
      ]),
    };
    expect(judge(planned, { before: seen, after: later, later }).faults).to.deep.equal([]);
  });

  it("wants the highest enabled member of a clique and nobody else", () => {
    const any = enabling({ ...clique(0), kind: "clique" }, ["s00-b", "s00-c"]);
    expect(faults(any, lookAt(any, ["s00-b"]))).to.deep.equal([]);
    expect(faults(any, lookAt(any, ["s00-c"]))).to.deep.equal([
      "s00-b has to run and does not",
      "s00-c runs and must not",
    ]);
    expect(faults(any, lookAt(any, []))).to.deep.equal(["s00-b has to run and does not"]);
  });

  it("leaves open in any other graph who runs beside the highest, of those that are enabled", () => {
    const any = enabling({ ...planned, kind: "graph" }, ["s00-a", "s00-b", "s00-c"]);
    expect(faults(any, lookAt(any, ["s00-a", "s00-c"]))).to.deep.equal([]);
    expect(faults(any, lookAt(any, ["s00-a"]))).to.deep.equal([]);
    expect(faults(any, lookAt(any, ["s00-b"]))).to.deep.equal(["s00-a has to run and does not"]);
    const some = enabling(any, ["s00-a"]);
    expect(faults(some, lookAt(some, ["s00-a", "s00-c"]))).to.deep.equal(["s00-c runs and must not"]);
  });

  it("wants nobody in the place of a gateway whose program is missing, and the plan to say so", () => {
    const members = [1, 0].map((priority) => ({ priority, enabled: true }));
    const drawn = { everybody: true, members, pairs: [], group: [] };
    const set = makeSet("missing", drawn, 0, { restartSec: 1, drainSeconds: 0 }, 0);
    expect(faults(set, lookAt(set, []))).to.deep.equal([]);
    expect(faults(set, lookAt(set, ["s00-b"]))).to.deep.equal(["s00-b runs and must not"]);
    expect(faults({ ...set, explanation: "vm" }, lookAt(set, []))).to.deep.equal([
      "the plan does not say that no standby takes over by itself",
    ]);
  });
});

function enabling(set: ProofSet, enabled: readonly string[]): ProofSet {
  return {
    ...set,
    members: set.members.map((one) => ({ ...one, enabled: enabled.includes(one.profileKey) })),
  };
}
