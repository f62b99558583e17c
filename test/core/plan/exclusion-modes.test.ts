import { expect } from "chai";
import type { HostPlan } from "../../../provider/core/plan/fleet-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { provenanceOf } from "../../../provider/core/plan/provenance";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { fleetOf } from "../support/arbitrary-fleet";
import { API, type Profiles } from "../support/rule-table";

function hostOf(profiles: Profiles, fleet: object = {}): HostPlan {
  const hosts = { vm1: { connection: { host: "x" } } };
  const [host] = planFleet(fleetOf({ hosts, profiles, ...fleet }), { digestKey: "test" }).hosts;
  if (host === undefined) throw new Error("no host");
  return host;
}

/** `key boot > lower neighbours`, and every exclusion as `what: member (where)`. */
function planned(profiles: Profiles, fleet: object = {}): string[] {
  const { gateways, exclusions } = hostOf(profiles, fleet);
  return [
    ...gateways.map(({ profileKey, boot, spec }) => {
      const names = spec.conflicts.map((name) => name.replace(/^hermes-gateway-|\.service$/g, ""));
      return `${profileKey} ${boot} > ${names.join(" ")}`.trim();
    }),
    ...exclusions.map(({ rule, what, members }) => {
      const from = members.map(({ profileKey, declaredAt = "-", byDefault }) =>
        `${profileKey} ${declaredAt.replace("profiles.", "")}${byDefault ? " by default" : ""}`.trim(),
      );
      return `${rule} | ${what} | ${from.join(", ")}`;
    }),
  ];
}

const TOKEN = { TELEGRAM_BOT_TOKEN: "123:abc" };

describe("exclusion: detected, the default,", () => {
  const table: [what: string, profiles: Profiles, expected: string[]][] = [
    [
      "finds two API servers of which nobody wrote a port",
      { a: { env: API }, b: { env: API } },
      [
        "a enabled > b",
        "b standby >",
        "port | port 8642 | a a.env.API_SERVER_KEY by default, b b.env.API_SERVER_KEY by default",
      ],
    ],
    [
      "keeps those on different addresses apart, and both from one that listens everywhere",
      {
        a: { env: API },
        b: { env: { ...API, API_SERVER_HOST: "10.0.0.1" } },
        c: { priority: 9, ports: [8642] },
      },
      [
        "c enabled > a b",
        "a standby >",
        "b standby >",
        "port | port 8642 | c c.ports, b b.env.API_SERVER_KEY by default",
        "port | port 8642 | c c.ports, a a.env.API_SERVER_KEY by default",
      ],
    ],
    [
      "finds one token, one Matrix device and one WhatsApp session",
      {
        a: { env: { ...TOKEN, MATRIX_USER_ID: "u", MATRIX_DEVICE_ID: "d" } },
        b: { env: TOKEN },
        c: { env: { MATRIX_USER_ID: "u", MATRIX_DEVICE_ID: "d" } },
      },
      [
        "a enabled > b c",
        "b standby >",
        "c standby >",
        "credential | the Telegram bot token | a a.env.TELEGRAM_BOT_TOKEN, b b.env.TELEGRAM_BOT_TOKEN",
        "matrix-device | the Matrix device | a a.env.MATRIX_DEVICE_ID, c c.env.MATRIX_DEVICE_ID",
      ],
    ],
    [
      "adds what is declared",
      {
        a: { ports: [1], exclusiveGroup: "g" },
        b: { ports: [1], conflictsWith: ["c"] },
        c: { exclusiveGroup: "g" },
      },
      [
        "a enabled > b c",
        "b standby > c",
        "c standby >",
        "conflictsWith | conflictsWith | b b.conflictsWith, c -",
        "exclusiveGroup | exclusiveGroup g | a a.exclusiveGroup, c c.exclusiveGroup",
        "port | port 1 | a a.ports, b b.ports",
      ],
    ],
    [
      "leaves one home to its own finding",
      { a: { home: "/srv/h" }, b: { home: "/srv/h" } },
      ["a enabled >", "b enabled >"],
    ],
  ];
  for (const [what, profiles, expected] of table) {
    it(what, () => {
      expect(planned(profiles)).to.deep.equal(expected);
    });
  }

  it("claims found ports in the spec, and no credential", () => {
    const [a] = hostOf({ a: { env: { ...API, ...TOKEN }, ports: [9000] } }).gateways;
    expect(a?.spec.claims).to.deep.equal(["home /home/hermes/.hermes/profiles/a", "port 8642", "port 9000"]);
  });

  it("gives the reasons for each pair", () => {
    const between = provenanceOf(
      hostOf({ a: { env: { ...API, ...TOKEN } }, b: { env: TOKEN }, c: { env: API } }),
    );
    const rules = (a: string, b: string) => between(a, b).map(({ rule }) => rule);
    expect([rules("a", "b"), rules("c", "a"), rules("b", "c")]).to.deep.equal([["credential"], ["port"], []]);
  });
});

describe("exclusion: declared", () => {
  it("looks at nothing but what is declared", () => {
    expect(
      planned(
        { a: { env: { ...API, ...TOKEN } }, b: { env: { ...API, ...TOKEN } } },
        { exclusion: "declared" },
      ),
    ).to.deep.equal(["a enabled >", "b enabled >"]);
  });
});

describe("systemd_conflicts", () => {
  const conflicts = (systemd_conflicts: unknown, options: object = {}) => ({
    config: { systemd_conflicts },
    ...options,
  });

  for (const exclusion of ["declared", "detected"]) {
    it(`is one-sided by priority, whoever names whom, with exclusion: ${exclusion}`, () => {
      expect(
        planned(
          { a: null, b: conflicts([" hermes-gateway-a.service ", ""], { priority: -1 }) },
          { exclusion },
        ),
      ).to.deep.equal([
        "a enabled > b",
        "b standby >",
        "systemd_conflicts | systemd_conflicts | a -, b b.config.systemd_conflicts",
      ]);
    });
  }

  it("accepts one text, and units of others last and by code unit", () => {
    const profiles = {
      a: conflicts(["z.service", "hermes-gateway-b.service", "ollama.service"]),
      b: conflicts("z.service"),
    };
    const host = hostOf(profiles);
    expect(host.gateways.map(({ spec }) => spec.conflicts)).to.deep.equal([
      ["hermes-gateway-b.service", "ollama.service", "z.service"],
      ["z.service"],
    ]);
    expect(host.gateways[0]?.externalConflicts).to.deep.equal([
      { unitName: "ollama.service", declaredAt: "profiles.a.config.systemd_conflicts" },
      { unitName: "z.service", declaredAt: "profiles.a.config.systemd_conflicts" },
    ]);
    const [a] = host.gateways;
    expect(a && renderGatewayUnit(a.spec)).to.include(
      "\nConflicts=hermes-gateway-b.service ollama.service z.service\nBefore=hermes-gateway-b.service ollama.service z.service\n",
    );
  });

  for (const [what, value] of [
    ["an empty list", []],
    ["blanks", [" ", ""]],
    ["an empty text", ""],
    ["nothing", null],
    ["what no unit is", [5, { a: 1 }, "x"]],
  ] as const) {
    it(`${what} leaves the unit byte-identical`, () => {
      const unit = (options: Record<string, unknown>) =>
        hostOf({ a: options }).gateways.map(({ spec }) => renderGatewayUnit(spec));
      expect(unit(conflicts(value))).to.deep.equal(unit({}));
    });
  }
});

describe("desired", () => {
  const group = { exclusiveGroup: "g" };

  it("running goes before priority, standby and stopped never run", () => {
    expect(
      planned({
        a: group,
        b: { ...group, desired: "running" },
        c: { desired: "standby" },
        d: { desired: "stopped" },
      }).slice(0, 4),
    ).to.deep.equal(["a standby > b", "b enabled >", "c standby >", "d standby >"]);
  });

  it("lets the next one run", () => {
    expect(planned({ a: { ...group, desired: "standby" }, b: group, c: group }).slice(0, 3)).to.deep.equal([
      "a standby > b c",
      "b enabled > c",
      "c standby >",
    ]);
  });

  it("stopped is refused to a hand as well, and nothing else differs", () => {
    const unit = (desired?: string) =>
      hostOf({ a: { desired } })
        .gateways.map(({ spec }) => renderGatewayUnit(spec))
        .join();
    expect(unit("standby")).to.equal(unit());
    expect(unit("stopped")).to.equal(unit().replace("StartLimit", "RefuseManualStart=yes\nStartLimit"));
  });
});
