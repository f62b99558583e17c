import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";

/** A stand-in for an Output: touching anything in it throws. */
class Later {}
function later(): Later {
  return new Proxy(new Later(), {
    get: (_, key) => {
      throw new Error(`looked at ${String(key)} of a value that is known later`);
    },
    ownKeys: () => {
      throw new Error("listed a value that is known later");
    },
  });
}
const isLater = (value: unknown): value is Later => value instanceof Later;

const parse = (document: unknown) => parseFleet(document, { isLater });

const PLAIN = {
  message: "must be a plain value: it decides what is planned, and must be known in preview",
  remedy: "write the value itself; only connections and the values of env may be known later",
};

describe("a value that is known later", () => {
  it("stays where it is as a connection, a field of it or of its proxy, and a value of env", () => {
    const [whole, host, port, key, proxy, jump, token] = Array.from({ length: 7 }, later);
    const { fleet, problems } = parse({
      hosts: {
        a: { connection: whole },
        b: { connection: { host, port, local: key, privateKey: key, proxy } },
        c: { connection: { host: "x", proxy: { host: jump, perDialTimeout: port } } },
      },
      profiles: { coder: { env: { TOKEN: token, NAME: "x" } }, writer: null },
    });
    expect(problems).to.equal(undefined);
    const [a, b, c] = fleet?.hosts ?? [];
    expect(a?.connection === whole).to.equal(true);
    const fields = b?.connection as Record<string, unknown>;
    expect([
      fields.host === host,
      fields.port === port,
      fields.local === key,
      fields.privateKey === key,
      fields.proxy === proxy,
    ]).to.deep.equal([true, true, true, true, true]);
    const through = (c?.connection as { proxy: Record<string, unknown> } | undefined)?.proxy;
    expect([through?.host === jump, through?.perDialTimeout === port]).to.deep.equal([true, true]);
    expect(fleet?.profiles[0]?.env.TOKEN === token).to.equal(true);
    expect(fleet?.profiles[0]?.env.NAME).to.equal("x");
    expect(fleet && planFleet(fleet).hosts).to.have.length(3);
  });

  const refused: [path: string, document: unknown][] = [
    ["", later()],
    ["hosts", { hosts: later(), profiles: { a: null } }],
    ["hosts.vm1", { hosts: { vm1: later() }, profiles: { a: null } }],
    [
      "hosts.vm1.systemd",
      { hosts: { vm1: { connection: { host: "x" }, systemd: later() } }, profiles: { a: null } },
    ],
    ["profiles.a.env", { hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: { env: later() } } }],
    [
      "profiles.a.env.X.config",
      { hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: { env: { X: { config: later() } } } } },
    ],
    [
      "profiles.a.hosts[1]",
      { hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: { hosts: ["vm1", later()] } } },
    ],
    [
      "profiles.a.priority",
      { hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: { priority: later() } } },
    ],
    [
      "profiles.a.environment.X",
      { hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: { environment: { X: later() } } } },
    ],
    [
      "defaults.user",
      { hosts: { vm1: { connection: { host: "x" } } }, defaults: { user: later() }, profiles: { a: null } },
    ],
  ];
  for (const [path, document] of refused) {
    it(`is refused at ${path === "" ? "the top" : path}, with one problem`, () => {
      const { problems } = parse(document);
      expect(problems?.map(({ keys: _, ...problem }) => problem)).to.deep.equal([{ path, ...PLAIN }]);
    });
  }

  it("is refused below a field of a connection", () => {
    const { problems } = parse({
      hosts: { vm1: { connection: { host: "x", user: { name: later() } } } },
      profiles: { a: null },
    });
    expect(problems?.map(({ path }) => path)).to.deep.equal([
      "hosts.vm1.connection.user.name",
      "hosts.vm1.connection.user",
    ]);
  });

  it("does not hide other problems", () => {
    const { problems } = parse({
      hosts: { vm1: { connection: { host: later(), pasword: later() } } },
      profiles: { a: { priority: later(), hosts: ["vm2"] } },
    });
    expect(problems?.map(({ path }) => path)).to.deep.equal([
      "profiles.a.priority",
      "hosts.vm1.connection.pasword",
      "profiles.a.hosts[0]",
    ]);
  });
});
