import { expect } from "chai";
import { detect } from "../../../provider/core/detect/detect";
import { LISTENERS } from "../../../provider/core/detect/listener-table";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";
import { API, findingsIn } from "../support/rule-table";

const HOSTS = { vm1: { connection: { host: "x" } } };

/** What becomes of the listeners of an allocating profile: those that get a port, and those that have one. */
function listeners(options: object): { gets: string[]; has: string[] } {
  const [profile] = fleetOf({ hosts: HOSTS, profiles: { a: { ...options, ports: "allocate" } } }).profiles;
  if (profile === undefined) throw new Error("no profile");
  const { allocated, listeners: fixed } = detect(profile, (text) => text).detected;
  return {
    gets: allocated.map(({ platform, variable }) => `${platform} ${variable}`),
    has: fixed.map(({ platform, port }) => `${platform} ${port}`),
  };
}

const yaml = (platform: string, block: object) => ({ config: { platforms: { [platform]: block } } });

describe("listeners that get a port", () => {
  const table: [what: string, options: object, gets: string[], has: string[]][] = [
    ["none without a listener", {}, [], []],
    ["one that env switches on", { env: API }, ["api_server API_SERVER_PORT"], []],
    ["one that environment switches on", { environment: API }, ["api_server API_SERVER_PORT"], []],
    [
      "each of several",
      { env: { ...API, WEBHOOK_ENABLED: "1" } },
      ["api_server API_SERVER_PORT", "webhook WEBHOOK_PORT"],
      [],
    ],
    [
      "one that env and config.yaml switch on",
      { env: API, ...yaml("api_server", { enabled: true }) },
      ["api_server API_SERVER_PORT"],
      [],
    ],
    [
      "none that somebody wrote in env",
      { env: { ...API, API_SERVER_PORT: "9001" } },
      [],
      ["api_server 9001"],
    ],
    [
      "none that somebody wrote in config.yaml, where Hermes reads it",
      { env: API, ...yaml("api_server", { extra: { port: 9001 } }) },
      [],
      ["api_server 9001"],
    ],
    [
      "one whose port in config.yaml Hermes does not read",
      {
        env: { WECOM_CALLBACK_CORP_ID: "c", WECOM_CALLBACK_CORP_SECRET: "s" },
        ...yaml("wecom_callback", { extra: { port: 9001 } }),
      },
      ["wecom_callback WECOM_CALLBACK_PORT"],
      [],
    ],
    [
      "none that config.yaml alone switches on: its variable does not count",
      yaml("api_server", { enabled: true, extra: API.API_SERVER_KEY ? { key: API.API_SERVER_KEY } : {} }),
      [],
      ["api_server 8642"],
    ],
    ["none that is known later", { env: { ...API, API_SERVER_PORT: { config: "port" } } }, [], []],
    ["none on port 0, which the kernel chooses", { env: { ...API, API_SERVER_PORT: "0" } }, [], []],
    ["none that never binds", { env: { API_SERVER_ENABLED: "true" } }, [], []],
  ];
  for (const [what, options, gets, has] of table) {
    it(what, () => expect(listeners(options)).to.deep.equal({ gets, has }));
  }

  it("every listener of Hermes but those without a variable, when its variables switch it on", () => {
    for (const rule of LISTENERS) {
      const flag = rule.switch === undefined ? [] : [rule.switch];
      const names = [...(rule.credentials ?? []), ...(rule.needs ?? []), ...flag];
      const env = {
        ...Object.fromEntries(
          names.map((name) => [name, name.endsWith("_ENABLED") ? "1" : "0123456789abcdef"]),
        ),
        ...(rule.mode === undefined ? {} : { [rule.mode.variable]: rule.mode.is }),
      };
      const { gets } = listeners({ env });
      expect(gets).to.deep.equal(
        rule.portVariable === undefined ? [] : [`${rule.platform} ${rule.portVariable}`],
      );
    }
  });
});

describe("a plan with allocated ports", () => {
  const allocating = { env: API, ports: "allocate" };
  const hostOf = (profiles: object, fleet: object = {}) =>
    planFleet(fleetOf({ hosts: HOSTS, profiles, ...fleet })).hosts[0];

  it("keeps nobody from running: the ports differ by construction", () => {
    const host = hostOf({ a: allocating, b: allocating, c: allocating });
    expect(host?.gateways.map(({ boot, neighbours }) => [boot, neighbours])).to.deep.equal([
      ["enabled", []],
      ["enabled", []],
      ["enabled", []],
    ]);
    expect(findingsIn({ a: { ...allocating, hosts: ["vm1"] } })).to.deep.equal([]);
  });

  it("has no port in its claims and units, so they are known in preview", () => {
    const [gateway] = hostOf({ a: allocating })?.gateways ?? [];
    expect(gateway?.spec.claims).to.deep.equal(["home /home/hermes/.hermes/profiles/a"]);
    expect(gateway?.allocates).to.deep.equal([
      { platform: "api_server", title: "API server", variable: "API_SERVER_PORT" },
    ]);
  });

  it("tells the ledger the range, who asks, and what is taken within the range by anybody", () => {
    const profiles = {
      b: allocating,
      a: { ...allocating, env: { ...API, WEBHOOK_ENABLED: "1", WEBHOOK_PORT: "9300" } },
      c: { ports: [9250, 80] },
      d: { env: API },
    };
    expect(hostOf(profiles)?.ports).to.deep.equal({
      range: { from: 9200, to: 9800 },
      requests: { a: ["api_server"], b: ["api_server"] },
      taken: [9250, 9300],
    });
    expect(hostOf({ c: profiles.c })).to.not.have.property("ports");
  });

  it("takes the host's own range before the fleet's", () => {
    const hosts = { vm1: { ...HOSTS.vm1, portRange: { from: 9000, to: 9100 } } };
    const fleet = { hosts, portRange: { from: 1, to: 2 } };
    expect(hostOf({ a: allocating }, fleet)?.ports?.range).to.deep.equal({ from: 9000, to: 9100 });
  });
});
