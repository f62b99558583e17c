import { expect } from "chai";
import fc from "fast-check";
import type { HostFacts, SeenUnit } from "../../../provider/core/facts/host-facts";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { fleetOf } from "../support/arbitrary-fleet";
import { seenHost, seenUnit } from "../support/sample-facts";

const hosts = { vm1: { connection: { host: "x" } } };
const plan = (fleet: object, facts?: HostFacts, stack = "acme/chat/prod") =>
  planFleet(fleetOf({ hosts, profiles: { a: { priority: 1 }, b: null }, ...fleet }), {
    stack,
    ...(facts === undefined ? {} : { facts }),
  });
const specs = (...args: Parameters<typeof plan>) =>
  plan(...args).hosts[0]?.gateways.map(({ spec }) => spec) ?? [];
const old = seenUnit("hermes-gateway-old.service");

describe("what a survey saw enters the plan", () => {
  it("as the systemd version where the fleet declares none", () => {
    const versions = (host: object, facts: HostFacts) =>
      specs({ hosts: { vm1: { ...hosts.vm1, ...host } } }, facts).map(({ systemd, survey }) => [
        systemd,
        survey,
      ]);
    const seen = { vm1: seenHost({ systemd: 255 }) };
    expect(versions({}, seen)[0]).to.deep.equal([255, { seen: true, systemd: true }]);
    expect(versions({ systemd: 250 }, seen)[0]).to.deep.equal([250, { seen: true, systemd: false }]);
    const unseen = { vm1: { notSeen: "host-unreachable" } };
    expect(versions({}, unseen)[0]).to.deep.equal([252, { seen: false, systemd: true }]);
  });

  it("and changes no unit when it is only another version or another machine", () => {
    const units = (facts?: HostFacts) => specs({ exclusion: "all" }, facts).map(renderGatewayUnit);
    const without = units();
    expect(units({ vm1: seenHost({ systemd: 257, machineId: "c".repeat(32), units: [old] }) })).to.deep.equal(
      without,
    );
    expect(without).to.have.length(2);
  });

  it("as names of foreign units behind those of lower gateways, with foreign: exclude", () => {
    const facts = { vm1: seenHost({ units: [old, seenUnit("hermes-gateway-b.service")] }) };
    const [a, b] = specs({ exclusion: "all", foreign: "exclude" }, facts);
    expect([a?.foreign, b?.foreign]).to.deep.equal([[old.name], [old.name]]);
    const unit = a ? renderGatewayUnit(a) : "";
    for (const key of ["Conflicts", "Before"])
      expect(unit).to.include(`\n${key}=hermes-gateway-b.service hermes-gateway-old.service\n`);
    expect(specs({ foreign: "warn" }, facts).map(({ foreign }) => foreign)).to.deep.equal([
      undefined,
      undefined,
    ]);
  });

  it("once, where a profile's config names the unit too", () => {
    const profiles = { a: { config: { systemd_conflicts: [old.name] } } };
    const [a] = specs({ profiles, foreign: "exclude" }, { vm1: seenHost({ units: [old] }) });
    expect([a?.conflicts, a?.foreign]).to.deep.equal([[old.name], undefined]);
  });

  it("in the same way in whatever order it was seen", () => {
    const units = [old, seenUnit("hermes-gateway-x.service"), seenUnit("hermes-gateway-y.service")];
    const facts = (some: readonly SeenUnit[]) => ({ vm1: seenHost({ units: some }) });
    expect(specs({ foreign: "exclude" }, facts([...units].reverse()))).to.deep.equal(
      specs({ foreign: "exclude" }, facts(units)),
    );
  });
});

describe("whatever facts say", () => {
  const name = fc.constantFrom(
    ...["ssh.service", "dbus.service", "hermes-api-x.service", "hermes-gateway-x.service", "hermes.service"],
    ...[
      "hermes-fleet-guard.service",
      "a b.service",
      "../x.service",
      "sshd.socket",
      "hermes-x.service\n[Service]",
    ],
  );
  const unit = fc.record(
    {
      name,
      scope: fc.constantFrom("system", "user", "-"),
      account: fc.constantFrom(undefined, "hermes", "-", "other"),
      mark: fc.constantFrom(undefined, { owner: "x/y/z::q", priority: -9, claims: [] }),
      conflicts: fc.array(name),
      before: fc.array(name),
      activeState: fc.constantFrom("active", "\u001b[2J"),
      enabled: fc.boolean(),
      gateway: fc.constantFrom(undefined, true),
      ports: fc.constantFrom(undefined, [22, 18800], [Number.NaN]),
    },
    { requiredKeys: ["name", "scope", "conflicts", "before", "activeState", "enabled"] },
  );
  const profiles = { a: { priority: 1, ports: [18800] }, b: { scope: "user", ports: [18800] } };

  it("a gateway names only gateways of its own manager: hermes units, and marked ones", () => {
    fc.assert(
      fc.property(fc.array(unit), fc.constantFrom("all", "detected"), (units, exclusion) => {
        const facts = { vm1: seenHost({ units: units as unknown as SeenUnit[] }) };
        for (const { foreign = [], scope } of specs({ profiles, exclusion, foreign: "exclude" }, facts))
          for (const named of foreign) {
            expect(named).to.match(/^(?!hermes-fleet-)[A-Za-z0-9][A-Za-z0-9.-]*\.service$/);
            const meant = units.filter((one) => one.name === named && one.scope === scope);
            expect(meant.some(({ mark }) => /^hermes[-.]/.test(named) || mark !== undefined)).to.equal(true);
            if (scope === "user") expect(meant.map(({ account }) => account)).to.include("hermes");
          }
      }),
    );
  });
});

describe("stacks that share a host and each know the other from its marks", () => {
  const names = ["default", "b", "f", "m", "ops", "w"];
  const profile = fc.record({
    priority: fc.integer({ min: 0, max: 1 }),
    unit: fc.constantFrom(undefined, "a", "z"),
  });
  const stacks = fc
    .tuple(...names.map(() => fc.tuple(fc.constantFrom("s1", "s2", "s3"), profile)))
    .map((chosen) =>
      Map.groupBy(
        chosen.map(([stack, options], i) => ({ stack, ...options, key: names[i] ?? "" })),
        ({ stack }) => stack,
      ),
    );

  it("never lead in a circle, and no two units name each other", () => {
    fc.assert(
      fc.property(stacks, (byStack) => {
        const fleets = [...byStack].map(([stack, members]) => ({
          stack: `acme/${stack}/prod`,
          fleet: {
            exclusion: "all",
            profiles: Object.fromEntries(
              members.map(({ key, priority, unit }) => [
                key,
                { priority, ...(unit ? { unitName: `hermes-gateway-${unit}${key}.service` } : {}) },
              ]),
            ),
          },
        }));
        const marked = fleets.flatMap(({ stack, fleet }) =>
          specs(fleet, undefined, stack).map((spec) =>
            seenUnit(spec.unitName, { mark: { owner: `${stack}::x`, priority: spec.priority, claims: [] } }),
          ),
        );
        const edges = fleets.flatMap(({ stack, fleet }) =>
          specs(fleet, { vm1: seenHost({ units: marked }) }, stack).map((spec): [string, string[]] => [
            spec.unitName,
            [...spec.conflicts, ...(spec.foreign ?? [])],
          ]),
        );
        expect(isAcyclic(new Map(edges))).to.equal(true);
      }),
    );
  });
});

function isAcyclic(edges: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Set(edges.keys());
  for (;;) {
    const free = [...left].filter((unit) => !(edges.get(unit) ?? []).some((other) => left.has(other)));
    if (free.length === 0) return left.size === 0;
    for (const unit of free) left.delete(unit);
  }
}
