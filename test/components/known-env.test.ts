import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { withKnownEnv } from "../../provider/components/resolve-env";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../provider/core/schema/parse-fleet";

const CANARY = "123:canary";

type Later = pulumi.Output<unknown>;
const isLater = (value: unknown): value is Later => pulumi.Output.isInstance(value);

/** The codes of the findings of two profiles with these tokens on two hosts. */
function codes(one: unknown, other: unknown): string[] {
  const { fleet } = parseFleet<Later>(
    {
      hosts: { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } },
      profiles: {
        a: { hosts: ["vm1"], env: { TELEGRAM_BOT_TOKEN: one } },
        b: { hosts: ["vm2"], env: { TELEGRAM_BOT_TOKEN: other } },
      },
    },
    { isLater },
  );
  if (fleet === undefined) throw new Error("no fleet");
  const plan = planFleet(withKnownEnv(fleet), { digestKey: "test" });
  expect(JSON.stringify(plan)).not.to.include(CANARY);
  return plan.findings.map(({ code }) => code);
}

describe("credentials are compared with the values that are known in a preview", () => {
  before(() => {
    pulumi.runtime.setConfig(`${pulumi.getProject()}:tokenA`, CANARY);
    pulumi.runtime.setConfig(`${pulumi.getProject()}:tokenB`, CANARY);
    pulumi.runtime.setConfig(`${pulumi.getProject()}:tokenC`, "another");
    process.env.HERMES_FLEET_TEST_TOKEN = CANARY;
  });
  after(() => {
    delete process.env.HERMES_FLEET_TEST_TOKEN;
  });

  const table: [what: string, one: unknown, other: unknown, expected: string[]][] = [
    [
      "two keys of the configuration with one value",
      { config: "tokenA" },
      { config: "tokenB" },
      ["credential-on-several-hosts"],
    ],
    [
      "a key and a variable",
      { config: "tokenA" },
      { fromEnv: "HERMES_FLEET_TEST_TOKEN" },
      ["credential-on-several-hosts"],
    ],
    ["a key and the text itself", { config: "tokenA" }, CANARY, ["credential-on-several-hosts"]],
    ["two values", { config: "tokenA" }, { config: "tokenC" }, []],
    ["an Output is known later", { config: "tokenA" }, pulumi.secret(CANARY), ["credential-not-compared"]],
  ];
  for (const [what, one, other, expected] of table) {
    it(what, () => {
      expect(codes(one, other)).to.deep.equal(expected);
    });
  }
});
