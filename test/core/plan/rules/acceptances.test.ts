import { expect } from "chai";
import { stops } from "../../../../provider/core/finding";
import { explainPlan } from "../../../../provider/core/plan/explain-plan";
import { planFleet } from "../../../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../../../provider/core/schema/parse-fleet";
import { fleetOf } from "../../support/arbitrary-fleet";
import { findingsIn, ruleTable } from "../../support/rule-table";

const TWO = { a: { hosts: ["vm1"], ports: [80] }, b: { hosts: ["vm1"], ports: [80] } };
const THREE = { ...TWO, c: { hosts: ["vm1"], ports: [80] } };
const accepting = (...accept: object[]) => ({ exclusion: "declared", accept });
const reason = "they bind different interfaces";

ruleTable("shared-port", [
  [
    "is accepted by code",
    TWO,
    accepting({ code: "shared-port", reason }),
    [
      "accepted error vm1/a vm1/b at profiles.b.ports: the profiles a and b would run together on vm1 and claim the same port 80",
    ],
  ],
  [
    "is accepted by subjects, by profile alone too",
    TWO,
    accepting({ code: "shared-port", subjects: ["a", "vm1/b"], reason }),
    [
      "accepted error vm1/a vm1/b at profiles.b.ports: the profiles a and b would run together on vm1 and claim the same port 80",
    ],
  ],
  [
    "is not accepted when a third one joins",
    THREE,
    accepting({ code: "shared-port", subjects: ["a", "b"], reason }),
    [
      "error vm1/a vm1/b vm1/c at profiles.c.ports: the profiles a, b and c would run together on vm1 and claim the same port 80",
    ],
  ],
]);

ruleTable("acceptance-unused", [
  [
    "one that matches nothing",
    { a: null },
    accepting({ code: "nested-home", reason }),
    ["warning hermes at accept: no finding nested-home is there to be accepted"],
  ],
  [
    "one that names too few",
    THREE,
    accepting({ code: "shared-port", subjects: ["b", "a"], reason }),
    ["warning hermes at accept: no finding shared-port about a, b alone is there to be accepted"],
  ],
  ["none for one that matches", TWO, accepting({ code: "shared-port", reason }), []],
]);

describe("an accepted finding", () => {
  it("does not stop, and is shown last with its reason", () => {
    const fleet = accepting({ code: "shared-port", reason });
    expect(findingsIn(TWO).filter(stops)).to.deep.equal([]);
    expect(findingsIn(TWO, { exclusion: "declared" }).filter(stops)).to.have.length(1);
    expect(findingsIn(TWO, fleet).filter(stops)).to.deep.equal([]);
    const hosts = { vm1: { connection: { host: "x" } } };
    const text = explainPlan(planFleet(fleetOf({ hosts, profiles: TWO, ...fleet })));
    expect(text).to.match(
      /\n\naccepted error shared-port \(vm1\/a, vm1\/b\): [^\n]+\n {2}reason: they bind different interfaces\n$/,
    );
  });

  it("needs a reason and a known code", () => {
    const { problems } = parseFleet({
      hosts: { vm1: { connection: { host: "x" } } },
      profiles: { a: null },
      accept: [{ code: "shared-port" }, { code: "shard-port", reason }],
    });
    expect(problems?.map(({ path, message }) => `${path} ${message}`.slice(0, 59))).to.deep.equal([
      "accept[0].reason is missing",
      'accept[1].code "shard-port" is not one of acceptance-unused',
    ]);
  });
});
