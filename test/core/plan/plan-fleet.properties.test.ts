import { expect } from "chai";
import fc from "fast-check";
import type { FleetPlan, GatewayPlan, HostPlan } from "../../../provider/core/plan/fleet-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { provenanceOf } from "../../../provider/core/plan/provenance";
import { directiveList, directiveValues } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { splitWords } from "../../../provider/core/unit-file/split-words";
import { unlockedCommand } from "../../../provider/core/units/lock-wrapper";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { managerOf, unitRef } from "../../../provider/core/units/unit-ref";
import { arbitraryFleet, fleetOf, shuffled } from "../support/arbitrary-fleet";
import { boundBy, contend, meet } from "../support/contention";

const RUNS = { numRuns: 500 };

/** Every `Conflicts=` of a host as `host: a > b`, read from the rendered units; units of others left out. */
function directives(host: HostPlan): string[] {
  const own = new Set(host.gateways.map(({ unitName }) => unitName));
  return host.gateways.flatMap((gateway) =>
    namedBy(gateway, "Conflicts")
      .filter((name) => own.has(name))
      .map((name) => `${host.hostKey}: ${gateway.unitName} > ${name}`),
  );
}

function namedBy(gateway: GatewayPlan, key: string): string[] {
  return directiveList(parseUnitFile(renderGatewayUnit(gateway.spec)), "Unit", key);
}

function excludedBy(gateway: GatewayPlan): string[] {
  return namedBy(gateway, "X-Excludes");
}

/** The locks of a gateway, read from its rendered unit. */
function locksOf(gateway: GatewayPlan): readonly string[] {
  const file = parseUnitFile(renderGatewayUnit(gateway.spec));
  const [command = ""] = directiveValues(file, "Service", "ExecStart");
  return unlockedCommand(splitWords(command, { exec: true })).locks;
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
        const higher = gateways.slice(0, place + 1).map(({ unitName }) => unitName);
        const external = gateway.externalConflicts.map(({ unitName }) => unitName);
        expect([...lower, ...external]).to.include.members(namedBy(gateway, "Conflicts"));
        for (const unit of higher) expect(namedBy(gateway, "Conflicts")).not.to.include(unit);
        expect(namedBy(gateway, "Before")).to.deep.equal(namedBy(gateway, "Conflicts"));
      }
    });
  });

  it("gives every pair that excludes each other one directive or one lock, by its managers, and no other pair any", () => {
    forEveryHost((host) => {
      const [within, across]: [string[], string[]] = [[], []];
      for (const [place, gateway] of host.gateways.entries()) {
        for (const other of host.gateways.slice(place + 1)) {
          const sameLocks = locksOf(gateway).filter((lock) => locksOf(other).includes(lock));
          const excluded = gateway.neighbours.includes(other.profileKey);
          const beyond = managerOf(gateway.spec) !== managerOf(other.spec);
          expect(sameLocks).to.have.length(excluded && beyond ? 1 : 0);
          across.push(...sameLocks);
          if (excluded && !beyond) within.push(`${host.hostKey}: ${gateway.unitName} > ${other.unitName}`);
          const named = excludedBy(gateway).includes(unitRef(other.spec));
          expect([named, excludedBy(other).includes(unitRef(gateway.spec))]).to.deep.equal([
            excluded && beyond,
            excluded && beyond,
          ]);
        }
      }
      expect(directives(host).sort()).to.deep.equal(within.sort());
      // one lock for each pair, and none that nobody else takes
      expect(new Set(across).size).to.equal(across.length);
      expect(host.gateways.flatMap(locksOf)).to.have.length(2 * across.length);
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
      const running = new Set(
        gateways.filter(({ desired }) => desired === "running").map(({ profileKey }) => profileKey),
      );
      for (const [place, { boot, desired, neighbours, standbyBecause }] of gateways.entries()) {
        const higher = new Set(gateways.slice(0, place).map(({ profileKey }) => profileKey));
        const reasons = neighbours.filter((key) => enabled.has(key));
        // who is declared running is asked first, whatever stands above
        const earlier = reasons.filter((key) =>
          desired === "running" ? running.has(key) && higher.has(key) : running.has(key) || higher.has(key),
        );
        const waits = desired === "standby" || desired === "stopped";
        expect(standbyBecause).to.deep.equal(waits ? [] : earlier);
        if (boot === "enabled") expect([reasons, waits]).to.deep.equal([[], false]);
        else if (!waits) expect(standbyBecause).not.to.deep.equal([]);
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
        const undecided = gateways
          .filter(({ profileKey }) => members.includes(profileKey))
          .every(({ desired }) => desired === undefined);
        if (undecided) expect(winners[0]).to.equal(members[0]);
        for (const { profileKey, neighbours } of gateways) {
          if (members.includes(profileKey)) expect(members).to.include.members(neighbours);
        }
      }
    });
  });

  it("adds no directive when a profile goes, and takes away only those that name it", () => {
    fc.assert(
      fc.property(arbitraryFleet, fc.nat(), (document, n) => {
        const fleet = fleetOf(document);
        const gone = fleet.profiles[n % fleet.profiles.length]?.key;
        const rest = { ...fleet, profiles: fleet.profiles.filter(({ key }) => key !== gone) };
        const unit = fleet.profiles.find(({ key }) => key === gone)?.unitName;
        const before = planFleet(fleet).hosts.flatMap(directives);
        const after = planFleet(rest).hosts.flatMap(directives);
        const naming = (directive: string) =>
          directive
            .replace(":", " >")
            .split(" > ")
            .includes(unit ?? "");
        expect(after).to.deep.equal(before.filter((directive) => !naming(directive)));
      }),
      RUNS,
    );
  });

  it("lets one at least of any gateways run that start at the same instant, whoever comes first at each lock", () => {
    fc.assert(
      fc.property(arbitraryFleet, fc.infiniteStream(fc.nat()), (document, stream) => {
        for (const { gateways } of planFleet(fleetOf(document)).hosts) {
          const ready = gateways.map((gateway) => ({ left: [...locksOf(gateway)], state: "starting" }));
          const held = new Set<string>();
          for (;;) {
            const starting = ready.filter(({ state }) => state === "starting");
            const next = starting[(stream.next().value ?? 0) % starting.length];
            if (next === undefined) break;
            const lock = next.left.shift();
            if (lock === undefined) next.state = "runs";
            else if (held.has(lock)) next.state = "refused";
            else held.add(lock);
          }
          expect(ready.some(({ state }) => state === "runs")).to.equal(gateways.length > 0);
        }
      }),
      RUNS,
    );
  });

  it("reports a shared port exactly when two that run together listen on it", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        const { hosts, findings } = planFleet(fleetOf(document));
        for (const { hostKey, gateways } of hosts) {
          const running = gateways
            .filter(({ boot }) => boot === "enabled")
            .map(({ profileKey }) => boundBy(document.profiles[profileKey]));
          const shared = running.flatMap((one, i) =>
            running.slice(i + 1).flatMap((other) => one.filter((a) => other.some((b) => meet(a, b)))),
          );
          const found = findings.filter(
            ({ code, subjects }) => code === "shared-port" && subjects[0]?.startsWith(`${hostKey}/`),
          );
          expect(found.length).to.equal(new Set(shared.map(([port]) => port)).size);
        }
      }),
      RUNS,
    );
  });

  it("keeps every two apart that share a port, a token, a device or a session, unless only declarations count", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        const plan = planFleet(fleetOf(document));
        if (document.exclusion === "declared") return;
        for (const { gateways } of plan.hosts) {
          for (const [i, one] of gateways.entries()) {
            for (const other of gateways.slice(i + 1)) {
              const [a, b] = [one, other].map(({ profileKey }) => document.profiles[profileKey]);
              if (!contend(a, b)) continue;
              expect(one.neighbours).to.include(other.profileKey);
              expect([one.boot, other.boot]).not.to.deep.equal(["enabled", "enabled"]);
              const named = [...one.spec.conflicts, ...(one.spec.excludes ?? [])];
              expect(
                named.filter((name) => name === unitRef(other.spec) || name === other.unitName),
              ).to.have.length(1);
              expect(other.spec.conflicts).not.to.include(one.unitName);
              const apart = locksOf(one).some((lock) => locksOf(other).includes(lock));
              expect(apart).to.equal(managerOf(one.spec) !== managerOf(other.spec));
            }
          }
        }
      }),
      RUNS,
    );
  });

  it("refuses every two of a host that have one home", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        const { hosts, findings } = planFleet(fleetOf(document));
        const twice = hosts.flatMap(({ hostKey, gateways }) => {
          const groups = Map.groupBy(gateways, ({ profileKey }) => document.profiles[profileKey]?.home);
          return [...groups].flatMap(([home, group]) =>
            home === undefined || group.length < 2
              ? []
              : [group.map(({ profileKey }) => `${hostKey}/${profileKey}`).join()],
          );
        });
        const found = findings.filter(
          ({ code, severity }) => code === "duplicate-home" && severity === "error",
        );
        expect(found.map(({ subjects }) => subjects.join()).sort()).to.deep.equal(twice.sort());
      }),
      RUNS,
    );
  });

  it("gives every pair a reason that both belong to, and no other pair any", () => {
    forEveryHost((host) => {
      const between = provenanceOf(host);
      for (const [i, { profileKey, neighbours }] of host.gateways.entries()) {
        for (const other of host.gateways.slice(i + 1)) {
          const reasons = between(profileKey, other.profileKey);
          expect(reasons.length > 0).to.equal(neighbours.includes(other.profileKey));
        }
      }
    });
  });

  it("shows neither a token nor anything that depends on the digests' key", () => {
    fc.assert(
      fc.property(arbitraryFleet, (document) => {
        const fleet = fleetOf(document);
        const text = JSON.stringify(planFleet(fleet, { digestKey: "one" }));
        expect(text).not.to.match(/"(one|two|0123456789abcdef|@bot:example.org)"/);
        expect(text).to.equal(JSON.stringify(planFleet(fleet, { digestKey: "another" })));
      }),
      RUNS,
    );
  });
});
