import { expect } from "chai";
import fc from "fast-check";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { parseGatewaySpec } from "../../../provider/core/spec/parse-gateway-spec";
import { arbitraryFleet, fleetOf } from "../support/arbitrary-fleet";
import { SAMPLE_SPEC } from "../support/sample-spec";

const OPTIONAL = ["group", "timeoutStartSec"];

const paths = (value: unknown) => parseGatewaySpec(value).problems?.map(({ path }) => path);

describe("parseGatewaySpec", () => {
  it("gives every planned spec back unchanged, also after JSON", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        for (const { spec } of planFleet(fleetOf(document)).hosts.flatMap(({ gateways }) => gateways)) {
          expect(parseGatewaySpec(JSON.parse(JSON.stringify(spec))).spec).to.deep.equal(spec);
        }
      }),
    );
  });

  for (const key of Object.keys(SAMPLE_SPEC)) {
    it(`refuses a spec without ${key}`, () => {
      const partial = Object.fromEntries(Object.entries(SAMPLE_SPEC).filter(([name]) => name !== key));
      expect(paths(partial)).to.deep.equal([key]);
    });
  }

  for (const key of OPTIONAL) {
    it(`takes a spec without ${key}`, () => {
      expect(key in SAMPLE_SPEC).to.equal(false);
      expect(paths(SAMPLE_SPEC)).to.equal(undefined);
    });
  }

  const table: [what: string, change: object, path: string][] = [
    ["an unknown key", { colour: "blue" }, "colour"],
    ["another version", { schemaVersion: 2 }, "schemaVersion"],
    ["another scope", { scope: "global" }, "scope"],
    ["a lock in another directory", { locks: ["../a.lock"] }, "locks[0]"],
    ["no lock at all in a list", { locks: [] }, "locks"],
    ["a path in a unit of another manager", { excludes: ["a/b/c.service"] }, "excludes[0]"],
    ["a line break in a unit name", { conflicts: ["a.service\nb.service"] }, "conflicts[0]"],
    ["a blank in a unit name", { conflicts: ["a.service b.service"] }, "conflicts[0]"],
    ["a line break in the description", { description: "a\nExecStart=/x" }, "description"],
    [
      "a line break in a directive",
      { directives: { Unit: {}, Service: { Foo: ["a\nb"] }, Install: {} } },
      "directives.Service.Foo[0]",
    ],
    [
      "a line break in a directive's key",
      { directives: { Unit: {}, Service: { "Foo\nBar": ["a"] }, Install: {} } },
      'directives.Service["Foo\\nBar"]',
    ],
    ["a line break in a path", { workingDirectory: "/a\nb" }, "workingDirectory"],
    ["a character that no unit can carry", { args: ["\ud800"] }, "args[0]"],
    ["a signal that means something else to Hermes", { killSignal: "SIGUSR1" }, "killSignal"],
    ["a line break in a variable's name", { environment: { "A\nB": "x" } }, 'environment["A\\nB"]'],
  ];
  for (const [what, change, path] of table) {
    it(`refuses ${what}`, () => {
      expect(paths({ ...SAMPLE_SPEC, ...change })).to.deep.equal([path]);
    });
  }

  it("refuses what is no spec at all", () => {
    for (const value of [undefined, null, "", [], 5]) expect(paths(value)).to.deep.equal([""]);
  });
});
