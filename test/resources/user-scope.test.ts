import { expect } from "chai";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { diffGateway } from "../../provider/resources/gateway-profile/diff.js";
import {
  ensureOperation,
  observeOperation,
  removeOperation,
} from "../../provider/resources/gateway-profile/operations.js";
import type { GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { unitFacts } from "../../provider/resources/gateway-profile/unit-facts.js";
import { sampleInputs, sampleOutputs } from "./support/sample-gateway";

const KEY = "ab".repeat(32);
const UNIT = "hermes-gateway-coder.service";
const USER = { scope: "user" as const, user: "svc", wantedBy: ["default.target"] };
const LOCKED = {
  ...USER,
  conflicts: ["b.service"],
  excludes: ["c.service"],
  locks: ["coder@svc+c.lock"],
};

describe("a gateway of user scope, as its resource has it", () => {
  it("keeps its manager in the state, and one of system scope keeps what older states have", () => {
    expect(sampleInputs({}, USER)).to.include({ scope: "user", user: "svc", linger: true, unitName: UNIT });
    expect(sampleInputs({ linger: false }, USER)).to.include({ linger: false });
    expect(sampleInputs({ linger: false })).to.not.have.any.keys("scope", "user", "linger");
  });

  it("is told to its host with its account, and so are those that it excludes", () => {
    const operation = ensureOperation(sampleInputs({}, LOCKED), KEY);
    expect(operation).to.include({ unit: `svc/${UNIT}`, linger: true });
    expect(operation.paths).to.include({ user: "svc", executable: "/usr/local/bin/hermes" });
    expect([operation.conflicts, operation.excludes, operation.locks, operation.links]).to.deep.equal([
      ["svc/b.service"],
      ["c.service"],
      ["coder@svc+c.lock"],
      ["default.target.wants"],
    ]);
  });

  it("is looked for and removed where its state says it is", () => {
    const outs = { ...sampleOutputs(), ...sampleInputs({}, USER) } as GatewayOutputs;
    expect(observeOperation(outs)).to.deep.include({ unit: `svc/${UNIT}` });
    expect(removeOperation(outs)).to.include({ unit: `svc/${UNIT}` });
    expect(observeOperation(sampleOutputs())).to.include({ unit: UNIT });
  });

  it("that changes its scope or its account is an update, and its old unit gives place to the new one", () => {
    const [system, svc, other] = [{}, USER, { ...USER, user: "other" }].map((spec) => sampleInputs({}, spec));
    for (const [olds, news, place] of [
      [system, svc, `svc/${UNIT}`],
      [svc, system, UNIT],
      [svc, other, `other/${UNIT}`],
    ]) {
      const outs = { ...sampleOutputs(), ...(olds as object) } as GatewayOutputs;
      expect(diffGateway(outs, news as never)).to.deep.equal({});
      expect(removeOperation(outs, news as never)).to.include({ replacedBy: place });
    }
  });

  it("that differs in nothing is no change", () => {
    const inputs = sampleInputs({}, LOCKED);
    expect(diffGateway({ ...sampleOutputs(), ...inputs }, inputs)).to.deep.equal({ changes: false });
  });

  it("runs the program behind its locks, not the lock's", () => {
    const unit = "[Service]\nExecStart=/usr/bin/flock -n -F -E 73 /srv/other.lock /bin/x\n";
    expect(unitFacts({ unit }).locks).to.deep.equal([]);
    expect(unitFacts({ unit }).paths.executable).to.equal("/usr/bin/flock");
    const { locks, paths } = unitFacts(sampleInputs({}, { ...LOCKED, locks: ["a.lock", "b.lock"] }));
    expect([locks, paths.executable]).to.deep.equal([["a.lock", "b.lock"], "/usr/local/bin/hermes"]);
  });

  it("is refused with a lock's name that leads elsewhere", () => {
    const spec = { ...LOCKED, locks: ["../etc/passwd.lock"] };
    expect(checkGateway({ spec, connection: { host: "x" }, env: {} }).failures).to.have.length(1);
  });
});
