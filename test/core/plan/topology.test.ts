import { expect } from "chai";
import fc from "fast-check";
import { explainPlan } from "../../../provider/core/plan/explain-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { renderPlanDot } from "../../../provider/core/plan/render-plan-dot";
import { withPins } from "../../../provider/core/plan/topology/pins";
import { parseGatewaySpec } from "../../../provider/core/spec/parse-gateway-spec";
import { arbitraryFleet, fleetOf, shuffled } from "../support/arbitrary-fleet";

const HOSTS = { vm1: { connection: { host: "x" } } };
const planned = (fleet: object) => planFleet(fleetOf({ hosts: HOSTS, ...fleet }));

describe("planFleet with one gateway for the profiles of an account", () => {
  const fleet = { topology: "multiplexed", profiles: { default: {}, a: { priority: 1 }, b: {} } };

  it("plans one unit, which claims the homes of all, and says who serves the others", () => {
    const [host] = planned(fleet).hosts;
    expect(host?.gateways.map(({ unitName, boot }) => [unitName, boot])).to.deep.equal([
      ["hermes-gateway.service", "enabled"],
    ]);
    expect(host?.gateways[0]?.spec.claims).to.deep.equal([
      "home /home/hermes/.hermes",
      "home /home/hermes/.hermes/profiles/a",
      "home /home/hermes/.hermes/profiles/b",
    ]);
    expect(host?.gateways[0]?.pins).to.deep.equal({
      gateway: { multiplex_profiles: true, auto_multiplex_migration: false },
    });
    expect(
      host?.served?.map(({ profileKey, by, spec }) => [profileKey, by, spec.unitName, spec.home]),
    ).to.deep.equal([
      ["a", "default", "hermes-gateway.service", "/home/hermes/.hermes/profiles/a"],
      ["b", "default", "hermes-gateway.service", "/home/hermes/.hermes/profiles/b"],
    ]);
  });

  it("lets a host say otherwise than the fleet", () => {
    const hosts = { ...HOSTS, vm2: { connection: { host: "y" }, topology: "per-profile" } };
    const counts = planned({ ...fleet, hosts }).hosts.map(({ gateways, served = [] }) => [
      gateways.length,
      served.length,
    ]);
    expect(counts).to.deep.equal([
      [1, 2],
      [3, 0],
    ]);
  });

  it("excludes what a served profile cannot run beside", () => {
    const env = { TELEGRAM_BOT_TOKEN: "1:x" };
    const profiles = { default: {}, a: { env }, other: { user: "other", env } };
    const [host] = planned({ ...fleet, profiles }).hosts;
    expect(host?.gateways[0]?.spec.conflicts).to.deep.equal(["hermes-gateway-other.service"]);
  });

  it("explains it in the table and in the graph", () => {
    expect(explainPlan(planned(fleet))).to.match(/^ {2}no unit for a +- +served +by default +-$/m);
    const dot = renderPlanDot(planned(fleet));
    expect(dot).to.include('"vm1/a" [label="a\\nserved by default", style=dotted];');
    expect(dot).to.include('"vm1/hermes-gateway.service" -> "vm1/a" [label="serves", style=dotted];');
  });

  it("for any fleet there is one unit for each account, none of a served profile, whatever the order", () => {
    fc.assert(
      fc.property(
        arbitraryFleet,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (any, seeds) => {
          const document = { ...any, topology: "multiplexed" };
          const plan = planFleet(fleetOf(document));
          const other = shuffled(document, () => seeds.next().value ?? 0);
          expect(JSON.stringify(planFleet(fleetOf(other)))).to.equal(JSON.stringify(plan));
          const nobodys = new Set(
            plan.findings.flatMap(({ code, subjects }) => (code === "served-by-nobody" ? subjects : [])),
          );
          for (const { hostKey, gateways, served = [] } of plan.hosts) {
            const counted = gateways.filter(({ profileKey }) => !nobodys.has(`${hostKey}/${profileKey}`));
            const accounts = counted.map(({ spec }) => spec.user);
            expect(new Set(accounts).size).to.equal(accounts.length);
            const keys = [...gateways, ...served].map(({ profileKey }) => profileKey);
            expect(new Set(keys).size).to.equal(keys.length);
            for (const { spec, by } of served) {
              expect(parseGatewaySpec(spec).problems).to.equal(undefined);
              expect(gateways.find(({ profileKey }) => profileKey === by)?.spec.user).to.equal(spec.user);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what config.yaml says of a topology", () => {
  const pinsIn = (topology: object) =>
    planned({ ...topology, profiles: { default: {}, a: {} } }).hosts[0]?.gateways.map(({ pins }) => pins);

  it("is nothing where none is written, so that gateways of such a fleet stay as they are", () => {
    expect(pinsIn({})).to.deep.equal([undefined, undefined]);
  });

  it("keeps a written per-profile against Hermes' own migration", () => {
    expect(pinsIn({ topology: "per-profile" })).to.deep.equal([
      { gateway: { standalone: true } },
      { gateway: { multiplex_profiles: false, auto_multiplex_migration: false } },
    ]);
  });

  it("stands beside other settings of gateway", () => {
    const pins = { gateway: { standalone: true } };
    expect(withPins({ model: "x", gateway: { a: 1 } }, pins)).to.deep.equal({
      model: "x",
      gateway: { a: 1, standalone: true },
    });
    expect(withPins({ model: "x" })).to.deep.equal({ model: "x" });
  });
});
