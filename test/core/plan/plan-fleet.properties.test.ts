import { expect } from "chai";
import fc from "fast-check";
import type { FleetPlan, GatewayPlan, HostPlan } from "../../../provider/core/plan/fleet-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { directiveList } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { arbitraryFleet, fleetOf, shuffled } from "../support/arbitrary-fleet";

const RUNS = { numRuns: 500 };

/** Every `Conflicts=` of a host as `a > b`, read from the rendered units. */
function directives(host: HostPlan): string[] {
  return host.gateways.flatMap((gateway) =>
    namedBy(gateway, "Conflicts").map((name) => `${gateway.unitName} > ${name}`),
  );
}

function namedBy(gateway: GatewayPlan, key: string): string[] {
  return directiveList(parseUnitFile(renderGatewayUnit(gateway.spec)), "Unit", key);
}

function forEveryHost(check: (host: HostPlan, plan: FleetPlan) => void): void {
  fc.assert(
    fc.property(arbitraryFleet, (document) => {
      const plan = planFleet(fleetOf(document));
      for (const host of plan.hosts) check(host, plan);
    }),
    RUNS,
  );
}

describe("planFleet, for any fleet", () => {
  it("does not depend on the order of anything the user wrote", () => {
    fc.assert(
      fc.property(
        arbitraryFleet,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (document, stream) => {
          const other = shuffled(document, () => stream.next().value ?? 0);
          expect(JSON.stringify(planFleet(fleetOf(other)))).to.equal(
            JSON.stringify(planFleet(fleetOf(document))),
          );
        },
      ),
      RUNS,
    );
  });

  it("does not depend on the order inside a checked fleet", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        const fleet = fleetOf(document);
        const other = {
          ...fleet,
          hosts: [...fleet.hosts].reverse(),
          profiles: [...fleet.profiles].reverse(),
        };
        expect(JSON.stringify(planFleet(other))).to.equal(JSON.stringify(planFleet(fleet)));
      }),
      RUNS,
    );
  });

  it("names only lower units, in Conflicts= and Before= alike", () => {
    forEveryHost(({ gateways }) => {
      for (const [place, gateway] of gateways.entries()) {
        const lower = gateways.slice(place + 1).map(({ unitName }) => unitName);
        expect(lower).to.include.members(namedBy(gateway, "Conflicts"));
        expect(namedBy(gateway, "Before")).to.deep.equal(namedBy(gateway, "Conflicts"));
      }
    });
  });

  it("gives every pair that excludes each other one directive, and no other pair any", () => {
    forEveryHost((host) => {
      const unitOf = new Map(host.gateways.map(({ profileKey, unitName }) => [profileKey, unitName]));
      const pairs = host.gateways.flatMap((gateway, place) =>
        gateway.neighbours
          .filter((key) => host.gateways.findIndex((other) => other.profileKey === key) > place)
          .map((key) => `${gateway.unitName} > ${unitOf.get(key)}`),
      );
      expect(directives(host).sort()).to.deep.equal(pairs.sort());
      for (const { profileKey, neighbours } of host.gateways) {
        for (const key of neighbours) {
          expect(host.gateways.find((other) => other.profileKey === key)?.neighbours).to.include(profileKey);
        }
      }
    });
  });

  it("never enables two that exclude each other, and keeps nobody on standby without a reason", () => {
    forEveryHost(({ gateways }) => {
      const enabled = new Set(
        gateways.filter(({ boot }) => boot === "enabled").map(({ profileKey }) => profileKey),
      );
      for (const [place, { boot, neighbours, standbyBecause }] of gateways.entries()) {
        const higher = new Set(gateways.slice(0, place).map(({ profileKey }) => profileKey));
        const reasons = neighbours.filter((key) => enabled.has(key));
        expect(standbyBecause).to.deep.equal(reasons.filter((key) => higher.has(key)));
        if (boot === "enabled") expect(reasons).to.deep.equal([]);
        else expect(standbyBecause).not.to.deep.equal([]);
      }
    });
  });

  it("puts exactly those that exclude somebody into groups, each into one, with its winners", () => {
    forEveryHost(({ gateways, groups }) => {
      const excluding = gateways
        .filter(({ neighbours }) => neighbours.length > 0)
        .map(({ profileKey }) => profileKey);
      expect(groups.flatMap(({ members }) => members).sort()).to.deep.equal(excluding.sort());
      for (const { members, winners } of groups) {
        const enabled = gateways.filter(
          ({ boot, profileKey }) => boot === "enabled" && members.includes(profileKey),
        );
        expect(winners).to.deep.equal(enabled.map(({ profileKey }) => profileKey));
        expect(winners[0]).to.equal(members[0]);
        for (const { profileKey, neighbours } of gateways) {
          if (members.includes(profileKey)) expect(members).to.include.members(neighbours);
        }
      }
    });
  });

  it("adds no directive when a profile goes", () => {
    fc.assert(
      fc.property(arbitraryFleet, fc.nat(), (document, n) => {
        const fleet = fleetOf(document);
        const gone = fleet.profiles[n % fleet.profiles.length]?.key;
        const rest = { ...fleet, profiles: fleet.profiles.filter(({ key }) => key !== gone) };
        const before = planFleet(fleet).hosts.flatMap(directives);
        expect(before).to.include.members(planFleet(rest).hosts.flatMap(directives));
      }),
      RUNS,
    );
  });

  it("reports a shared port exactly when two that run together claim it", () => {
    forEveryHost(({ hostKey, gateways }, { findings }) => {
      const ports = gateways
        .filter(({ boot }) => boot === "enabled")
        .flatMap(({ spec }) => spec.claims.filter((claim) => claim.startsWith("port ")));
      const shared = new Set(ports.filter((port, i) => ports.indexOf(port) !== i));
      const found = findings.filter(
        ({ code, subjects }) => code === "shared-port" && subjects[0]?.startsWith(`${hostKey}/`),
      );
      expect(found.length).to.equal(shared.size);
    });
  });
});
