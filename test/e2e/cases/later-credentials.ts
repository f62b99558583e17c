import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const TOKEN = "778899:canary-of-later";

const PROGRAM = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { GatewayFleet } = require("pulumi-hermes-gateway");

const { fleet, tokens } = JSON.parse(readFileSync(join(__dirname, "case.json"), "utf8"));
const provider = {
  create: async ({ token }) => ({ id: "token", outs: { issued: token } }),
  diff: async (id, olds, news) => ({ changes: olds.issued !== news.token, replaces: ["token"] }),
};
class Token extends pulumi.dynamic.Resource {
  constructor(name, token) {
    const inputs = { token: pulumi.secret(token), issued: undefined };
    super(provider, name, inputs, { additionalSecretOutputs: ["issued"] });
  }
}
for (const [key, token] of Object.entries(tokens)) {
  fleet.profiles[key].env = { TELEGRAM_BOT_TOKEN: new Token(key, token).issued };
}
new GatewayFleet("hermes", fleet);
`;

/** Credentials that other resources of the same program make. */
export function laterCredentialCases(ground: Ground): void {
  describe("credentials that are Outputs", () => {
    const stage = useStage(ground, 2, () => ({ program: PROGRAM }));
    const tell = (tokens: Record<string, string>) => {
      const [vm1, vm2] = [stage.target(0), stage.target(1)];
      const profiles = { a: { hosts: ["vm1"] }, b: { hosts: ["vm2"] }, c: { hosts: ["vm2"] } };
      const fleet = fleetOf({ hosts: { vm1, vm2 }, profiles });
      stage.project.write("case.json", JSON.stringify({ fleet, tokens }));
    };
    const units = async () => [...(await stage.target(0).running()), ...(await stage.target(1).running())];

    it("a preview that does not know them says that they were not compared", async () => {
      tell({ a: TOKEN, b: TOKEN });
      const result = await stage.pulumi.preview();
      expectRun(result, { "hermes/vm1/a": "create", "hermes/vm2/b": "create", "hermes/vm2/c": "create" });
      expect(result.text).to.include("[credential-not-compared]");
    });

    it("an equal pair met in the update stops it before any gateway is touched, also those without one", async () => {
      const result = await stage.pulumi.up();
      expectFailure(
        result,
        "fleet hermes: 1 problem",
        "vm1/a (profiles.a.env.TELEGRAM_BOT_TOKEN) and vm2/b (profiles.b.env.TELEGRAM_BOT_TOKEN)",
        "[credential-shared-later]",
      );
      expect(result.changes).to.deep.equal({});
      expect(result.text + result.log).to.not.include(TOKEN);
      expect(result.text.match(/credential-shared-later/g)).to.have.length(1);
      expect([await stage.target(0).connections(), await stage.target(1).connections()]).to.deep.equal([
        0, 0,
      ]);
      expect(await units()).to.deep.equal([]);
    });

    it("a preview that knows them by now stops as well", async () => {
      expectFailure(await stage.pulumi.preview(), "[credential-shared-later]");
    });

    it("different ones go through, and nothing is left to do", async () => {
      tell({ a: TOKEN, b: "112233:another" });
      const create = { "hermes/vm1/a": "create", "hermes/vm2/b": "create", "hermes/vm2/c": "create" };
      expectRun(await stage.pulumi.up(), create);
      expect(await units()).to.have.length(3);
      expectRun(await stage.pulumi.preview(), {});
    });

    it("in a preview one that is not known yet makes no other gateway look changed", async () => {
      tell({ a: TOKEN, b: "445566:a third" });
      const result = await stage.pulumi.preview();
      expectRun(result, { "hermes/vm2/b": "update" });
    });
  });
}
