import { expect } from "chai";
import { runtimeDigest } from "../../provider/core/units/runtime-digest";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const REST = {
  schemaVersion: 1,
  owner: "organization/fleet/dev::hermes/vm1/coder",
  connection: { host: "192.0.2.1" },
  env: {},
  adopt: "refuse",
};
const reasons = (news: Record<string, unknown>): string[] =>
  checkGateway(news).failures.map(({ reason }) => reason);

describe("check of a gateway", () => {
  it("renders the spec into the unit and drops it", () => {
    const { inputs, failures } = checkGateway({ ...REST, spec: SAMPLE_SPEC });
    expect(failures).to.deep.equal([]);
    expect(inputs).to.not.have.property("spec");
    expect(inputs).to.include({
      hostKey: "vm1",
      profileKey: "coder",
      unitName: "hermes-gateway-coder.service",
      boot: "enabled",
      priority: 0,
    });
    expect(inputs.unit).to.match(/^\[Unit\]\nDescription=Hermes Agent Gateway \(coder\)\n/);
    expect((inputs as { restartsWhenChanged: string }).restartsWhenChanged).to.equal(
      runtimeDigest(String(inputs.unit)),
    );
  });

  it("keeps a unit whose changes the user ignores, with the digest of that unit", () => {
    const unit = "[Service]\nExecStart=/bin/true\n";
    const { inputs } = checkGateway({ ...REST, spec: SAMPLE_SPEC, unit });
    expect(inputs).to.include({ unit, restartsWhenChanged: runtimeDigest(unit) });
  });

  it("leaves secrets under the keys under which they came", () => {
    const secrets = { connection: { host: "192.0.2.1", password: "s3cret" }, env: { TOKEN: "t0ken" } };
    const { inputs } = checkGateway({ ...REST, ...secrets, spec: SAMPLE_SPEC });
    const { connection, env, ...others } = inputs as Record<string, unknown>;
    expect({ connection, env }).to.deep.equal(secrets);
    expect(JSON.stringify(others)).to.not.match(/s3cret|t0ken/);
  });

  for (const spec of [undefined, {}, { ...SAMPLE_SPEC, unitName: undefined }]) {
    it(`says what to ignore instead when the spec is ${spec ? `{${Object.keys(spec).length ? "…" : ""}}` : "missing"}`, () => {
      expect(reasons({ ...REST, spec }).join()).to.include('use ignoreChanges: ["unit"]');
    });
  }

  it("refuses what a fleet would have refused: what is waited for, and how it is restarted", () => {
    const health = {
      healthyForSeconds: 1,
      deadlineSeconds: 2,
      ready: { url: "http://example.org/" },
    };
    expect(reasons({ ...REST, spec: SAMPLE_SPEC, health, restartBy: "kill" })).to.deep.equal([
      'health.ready.url "http://example.org/" is no http address of the host itself; write it with an address in numbers, for example "http://127.0.0.1:8642/health"',
      'restartBy "kill" is not "signal"; leave it out for a restart by systemctl',
    ]);
    const command = { ...health, ready: { command: ["relative"] } };
    expect(reasons({ ...REST, spec: SAMPLE_SPEC, health: command }).join()).to.match(
      /^health\.ready\.command\[0\] "relative" is not an absolute path; /,
    );
    const fleetOnly = { ...REST, spec: SAMPLE_SPEC, health: { ...health, ready: { api: true } } };
    expect(reasons(fleetOnly)).to.deep.equal([
      "health.ready.api true is known only to a fleet; write the address, such as http://127.0.0.1:8642",
    ]);
    for (const ports of [{ API_SERVER_PORT: 9300 }, { API_SERVER_PORT: UNKNOWN }, UNKNOWN])
      expect(reasons({ ...fleetOnly, ports })).to.deep.equal([]);
    const good = { ...health, ready: { port: 1 } };
    expect(reasons({ ...REST, spec: SAMPLE_SPEC, health: good, restartBy: "signal" })).to.deep.equal([]);
  });

  it("reports everything at once, names no secret key and shows no value", () => {
    const news = {
      ...REST,
      spec: { ...SAMPLE_SPEC, user: "two words" },
      env: { TOKEN: "s3cret\nvalue", NUMBER: 7, EXPANDED: "$\u007bs3cret}" },
      connection: { host: "192.0.2.1", port: "s3cret", prot: 22 },
    };
    const { failures } = checkGateway(news);
    const said = failures.map(({ reason }) => reason).join("\n");
    for (const path of [
      "user",
      "env.TOKEN",
      "env.NUMBER",
      "env.EXPANDED",
      "connection.port",
      "connection.prot",
    ])
      expect(said).to.include(path);
    expect(failures.map(({ property }) => property)).to.not.include.members(["spec", "env", "connection"]);
    expect(new Set(failures.map(({ property }) => property))).to.deep.equal(new Set(["profileKey"]));
    expect(said).to.not.include("s3cret");
  });

  it("lets what is not known yet pass", () => {
    expect(
      reasons({ ...REST, spec: SAMPLE_SPEC, env: { TOKEN: UNKNOWN }, connection: UNKNOWN }),
    ).to.deep.equal([]);
    expect(
      reasons({ ...REST, spec: SAMPLE_SPEC, connection: { host: UNKNOWN, port: UNKNOWN } }),
    ).to.deep.equal([]);
  });

  const connections: [unknown, RegExp][] = [
    [undefined, /^connection is missing/],
    ["192.0.2.1", /^connection must be a map/],
    [{}, /^connection.host is missing/],
    [{ host: "a", port: 0 }, /^connection.port must be a whole number from 1 to 65535$/],
    [{ host: "a", port: 22.5 }, /^connection.port must be a whole number/],
    [{ host: "a", proxy: {} }, /^connection.proxy.host is missing/],
    [{ host: "a", proxy: { host: "b", proxy: { host: "c" } } }, /^connection.proxy.proxy is no option/],
  ];
  for (const [connection, reason] of connections) {
    it(`connection ${JSON.stringify(connection)} is refused`, () => {
      const said = reasons({ ...REST, spec: SAMPLE_SPEC, connection });
      expect(said).to.have.lengthOf(1);
      expect(said[0]).to.match(reason);
    });
  }
});
