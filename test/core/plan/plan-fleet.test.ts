import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";
import { SAMPLE_SPEC } from "../support/sample-spec";

type Options = Record<string, unknown>;

/** The plan of one host with these profiles, each as `unit-like: boot, conflicts`. */
function planned(profiles: Record<string, Options | null>, fleet: Options = {}): string[] {
  const plan = planFleet(fleetOf({ hosts: { vm1: { connection: { host: "x" } } }, profiles, ...fleet }));
  return (plan.hosts[0]?.gateways ?? []).map(({ profileKey, boot, standbyBecause, spec }) => {
    const names = spec.conflicts.map((name) => name.replace(/^hermes-gateway-|\.service$/g, ""));
    return `${profileKey} ${boot}${standbyBecause.map((key) => ` (${key})`).join("")} > ${names.join(" ")}`.trim();
  });
}

describe("planFleet", () => {
  const table: [
    what: string,
    profiles: Record<string, Options | null>,
    fleet: Options,
    expected: string[],
  ][] = [
    ["nobody excludes anybody by default", { a: null, b: null }, {}, ["a enabled >", "b enabled >"]],
    [
      "exclusion: all is a clique, and the name decides among equals",
      { c: null, b: null, a: null },
      { exclusion: "all" },
      ["a enabled > b c", "b standby (a) > c", "c standby (a) >"],
    ],
    [
      "priority goes before the name",
      { a: null, b: { priority: 1 }, c: { priority: -1 } },
      { exclusion: "all" },
      ["b enabled > a c", "a standby (b) > c", "c standby (b) >"],
    ],
    [
      "names go by code unit",
      { "a-b": null, a_b: null, a1: null, ab: null },
      { exclusion: "all" },
      [
        "a-b enabled > a1 a_b ab",
        "a1 standby (a-b) > a_b ab",
        "a_b standby (a-b) > ab",
        "ab standby (a-b) >",
      ],
    ],
    [
      "conflictsWith counts from either side, and only the higher one names the lower",
      { a: null, b: { conflictsWith: ["a"] } },
      {},
      ["a enabled > b", "b standby (a) >"],
    ],
    [
      "both ends of a path run when its middle is lowest",
      {
        a: { priority: 3, conflictsWith: ["b"] },
        b: { priority: 1, conflictsWith: ["c"] },
        c: { priority: 2 },
      },
      {},
      ["a enabled > b", "c enabled > b", "b standby (a) (c) >"],
    ],
    [
      "both ends of a path wait when its middle is highest",
      { a: { conflictsWith: ["b"] }, b: { priority: 9 }, c: { conflictsWith: ["b"] } },
      {},
      ["b enabled > a c", "a standby (b) >", "c standby (b) >"],
    ],
    [
      "a member whose only higher neighbour waits runs",
      { a: { conflictsWith: ["b"] }, b: { conflictsWith: ["c"] }, c: null },
      {},
      ["a enabled > b", "b standby (a) > c", "c enabled >"],
    ],
    [
      "a group is a clique, beside other conflicts",
      {
        a: { exclusiveGroup: "gpu" },
        b: { exclusiveGroup: "gpu" },
        c: { exclusiveGroup: "tts" },
        d: { conflictsWith: ["c"] },
      },
      {},
      ["a enabled > b", "b standby (a) >", "c enabled > d", "d standby (c) >"],
    ],
    [
      "a default conflict does not hit the profile itself",
      { a: null, b: null },
      { defaults: { conflictsWith: ["a"] } },
      ["a enabled > b", "b standby (a) >"],
    ],
  ];
  for (const [what, profiles, fleet, expected] of table) {
    it(what, () => {
      expect(planned(profiles, fleet)).to.deep.equal(expected);
    });
  }

  it("makes a complete spec of a profile without options", () => {
    const plan = planFleet(
      fleetOf({ hosts: { vm1: { connection: { host: "x" } } }, profiles: { coder: null } }),
    );
    expect(plan.hosts[0]?.gateways).to.deep.equal([
      {
        profileKey: "coder",
        unitName: "hermes-gateway-coder.service",
        priority: 0,
        boot: "enabled",
        standbyBecause: [],
        neighbours: [],
        externalConflicts: [],
        spec: SAMPLE_SPEC,
        handling: {
          adopt: "refuse",
          takeBack: false,
          linger: true,
          health: { healthyForSeconds: 12, deadlineSeconds: 60 },
        },
      },
    ]);
    expect(plan.findings).to.deep.equal([]);
  });

  it("plans each host by itself", () => {
    const plan = planFleet(
      fleetOf({
        exclusion: "all",
        hosts: {
          vm2: { connection: { host: "x" }, systemd: 255 },
          vm1: { connection: { host: "x" } },
          vm0: { connection: { host: "x" } },
        },
        profiles: { a: { hosts: ["vm2", "vm1"], ports: [2, 1] }, b: { hosts: ["vm2"] } },
      }),
    );
    expect(
      plan.hosts.map(({ hostKey, gateways }) => [hostKey, gateways.map(({ spec }) => spec.conflicts)]),
    ).to.deep.equal([
      ["vm0", []],
      ["vm1", [[]]],
      ["vm2", [["hermes-gateway-b.service"], []]],
    ]);
    const spec = plan.hosts[2]?.gateways[0]?.spec;
    expect(spec?.systemd).to.equal(255);
    expect(spec?.plannedUnits).to.deep.equal(["hermes-gateway-a.service", "hermes-gateway-b.service"]);
    expect(spec?.claims).to.deep.equal(["home /home/hermes/.hermes/profiles/a", "port 1", "port 2"]);
  });

  it("names groups and who wins them", () => {
    const plan = planFleet(
      fleetOf({
        hosts: { vm1: { connection: { host: "x" } } },
        profiles: {
          a: { conflictsWith: ["b"] },
          b: { conflictsWith: ["c"] },
          c: null,
          d: null,
          e: { conflictsWith: ["f"] },
          f: null,
        },
      }),
    );
    expect(plan.hosts[0]?.groups).to.deep.equal([
      { members: ["a", "b", "c"], winners: ["a", "c"] },
      { members: ["e", "f"], winners: ["e"] },
    ]);
  });
});
