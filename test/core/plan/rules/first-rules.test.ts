import { expect } from "chai";
import type { Finding } from "../../../../provider/core/finding";
import { planFleet } from "../../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../../support/arbitrary-fleet";

type Options = Record<string, unknown>;

function findings(profiles: Record<string, Options | null>, fleet: Options = {}): readonly Finding[] {
  const hosts = { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } };
  return planFleet(fleetOf({ hosts, profiles, ...fleet })).findings;
}

describe("findings", () => {
  it("duplicate-unit-name", () => {
    const found = findings({
      a: { hosts: ["vm1"] },
      b: { hosts: ["vm1"], unitName: "hermes-gateway-a.service" },
    });
    expect(found.filter(({ severity }) => severity === "error")).to.deep.equal([
      {
        code: "duplicate-unit-name",
        severity: "error",
        subjects: ["vm1/a", "vm1/b"],
        message: "the profiles a and b have the same unit hermes-gateway-a.service on vm1",
        remedy: "give b another unitName, or leave unitName out, so that the profile's name decides",
        path: "profiles.b.unitName",
      },
    ]);
  });

  it("duplicate-home, also of three and also when they exclude each other", () => {
    const home = "/srv/h/profiles/a";
    const args = ["gateway", "run"];
    const found = findings(
      {
        a: { hosts: ["vm2"], home },
        b: { hosts: ["vm2"], home, args },
        c: { hosts: ["vm2"], home, args },
      },
      { exclusion: "all" },
    );
    expect(found.filter(({ severity }) => severity === "error")).to.deep.equal([
      {
        code: "duplicate-home",
        severity: "error",
        subjects: ["vm2/a", "vm2/b", "vm2/c"],
        message: "the profiles a, b and c have the same home /srv/h/profiles/a on vm2",
        remedy: "give c another home, or leave it out for the profile's own directory",
        path: "profiles.c.home",
      },
    ]);
  });

  it("shared-port", () => {
    const found = findings(
      {
        b: { hosts: ["vm1"], ports: [8642, 8644] },
        a: { hosts: ["vm1"], ports: [8642] },
      },
      { exclusion: "declared" },
    );
    expect(found).to.deep.equal([
      {
        code: "shared-port",
        severity: "error",
        subjects: ["vm1/a", "vm1/b"],
        message: "the profiles a and b would run together on vm1 and claim the same port 8642",
        remedy:
          "let one of them run at a time (the same exclusiveGroup, or conflictsWith), or give b another port, or place it on another host",
        path: "profiles.b.ports",
      },
    ]);
  });

  it("moved-from-still-placed", () => {
    expect(findings({ a: { hosts: ["vm1"], movedFrom: "vm1" } })).to.deep.equal([
      {
        code: "moved-from-still-placed",
        severity: "error",
        subjects: ["vm1/a"],
        message: "the profile a says movedFrom: vm1, but is still placed on vm1",
        remedy: "take vm1 out of its hosts, or leave movedFrom out",
        path: "profiles.a.movedFrom",
      },
    ]);
  });

  it("moved-from-several-hosts", () => {
    expect(findings({ a: { hosts: ["vm2", "vm1"], movedFrom: "old" } })).to.deep.equal([
      {
        code: "moved-from-several-hosts",
        severity: "error",
        subjects: ["vm1/a", "vm2/a"],
        message: "the profile a says movedFrom: old, but is placed on vm1 and vm2",
        remedy: "place it on one host first and on the others with a later update, or leave movedFrom out",
        path: "profiles.a.movedFrom",
      },
    ]);
  });

  const fine: [what: string, profiles: Record<string, Options | null>, fleet?: Options][] = [
    ["one port on two hosts", { a: { hosts: ["vm1"], ports: [1] }, b: { hosts: ["vm2"], ports: [1] } }],
    [
      "one port in one group",
      { a: { exclusiveGroup: "g", ports: [1] }, b: { exclusiveGroup: "g", ports: [1] } },
    ],
    ["one port and conflictsWith", { a: { ports: [1] }, b: { ports: [1], conflictsWith: ["a"] } }],
    ["one port and exclusion: all", { a: { ports: [1] }, b: { ports: [1] } }, { exclusion: "all" }],
    [
      "one home on two hosts",
      {
        default: { hosts: ["vm1"], home: "/h" },
        a: { hosts: ["vm2"], home: "/h", args: ["gateway", "run"] },
      },
    ],
    ["a move from a host that is gone", { a: { hosts: ["vm1"], movedFrom: "old" } }],
    ["a move between hosts", { a: { hosts: ["vm1"], movedFrom: "vm2" } }],
  ];
  for (const [what, profiles, fleet] of fine) {
    it(`none for ${what}`, () => {
      expect(findings(profiles, fleet)).to.deep.equal([]);
    });
  }
});
