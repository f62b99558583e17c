import { expect } from "chai";
import { CREDENTIALS } from "../../provider/core/detect/credential-table";
import { claimDigest, readMark } from "../../provider/core/units/mark";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { ensureOperation } from "../../provider/resources/gateway-profile/operations.js";
import type { GatewayInputs } from "../../provider/resources/gateway-profile/properties.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";

const STACK = "organization/fleet/dev";

function ensureWith(env: Readonly<Record<string, string>>) {
  const { inputs } = checkGateway({
    owner: `${STACK}::hermes/vm1/coder`,
    connection: { host: "192.0.2.1" },
    env,
    adopt: "refuse",
    health: { healthyForSeconds: 1, deadlineSeconds: 60 },
    spec: SAMPLE_SPEC,
  });
  const operation = ensureOperation(inputs as GatewayInputs, "ab".repeat(32));
  return { claims: operation.claims, mark: readMark(operation.text).mark?.claims ?? [] };
}

describe("what a unit's mark says of credentials", () => {
  for (const { title, variables, guessable } of CREDENTIALS) {
    const env = Object.fromEntries(variables.map((name) => [name, `value-of-${name}`]));
    const text = `credential ${variables.join("+")} ${Object.values(env).join(" ")}`;
    it(`is ${guessable ? "no digest of the" : "a digest of the"} ${title}`, () => {
      const digest = claimDigest(text, STACK);
      expect(ensureWith(env).mark.includes(digest)).to.equal(guessable !== true);
    });
  }

  it("gives no phone number away to a search of all of them", () => {
    const { mark } = ensureWith({ SIGNAL_ACCOUNT: "+4917000421" });
    const found = Array.from({ length: 1000 }, (_, i) => `+4917000${String(i).padStart(3, "0")}`).filter(
      (phone) => mark.includes(claimDigest(`credential SIGNAL_ACCOUNT ${phone}`, STACK)),
    );
    expect(found).to.deep.equal([]);
    expect(mark).to.deep.equal(ensureWith({ SIGNAL_ACCOUNT: "+4917000422" }).mark);
    expect(mark).not.to.deep.equal(ensureWith({}).mark);
  });

  it("meets that of another gateway of the stack with such an account, and that of an older version", () => {
    const { claims } = ensureWith({ SIGNAL_ACCOUNT: "+4917000421" });
    const other = ensureWith({ SIGNAL_ACCOUNT: "+4917000421" }).mark.filter(
      (claim) => !ensureWith({}).mark.includes(claim),
    );
    expect(other).to.have.length(1);
    expect(claims).to.include.members(other);
    expect(claims).to.include(claimDigest("credential SIGNAL_ACCOUNT +4917000421", STACK));
  });
});
