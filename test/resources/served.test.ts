import { expect } from "chai";
import { exclusionGroups } from "../../provider/host/transaction/exclusion-groups.js";
import { ensureOperation, removeOperation } from "../../provider/resources/gateway-profile/operations.js";
import { otherOwnerOf } from "../../provider/resources/gateway-profile/planned-units.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import {
  ceaseOperation,
  isServed,
  type Served,
  serveOperation,
} from "../../provider/resources/gateway-profile/served-operations.js";
import { arriveAt, expectAt, togetherAt } from "../../provider/resources/gateway-profile/together.js";
import { pathsOf, refOf } from "../../provider/resources/gateway-profile/unit-place.js";
import { sampleInputs, sampleOutputs } from "./support/sample-gateway";

const SERVER = "hermes-gateway.service";
const ROOT = "/home/hermes/.hermes";
const HOME = `${ROOT}/profiles/coder`;
const served = (more: Partial<GatewayInputs> = {}) =>
  sampleInputs(more, {
    servedBy: "default",
    servedFrom: ROOT,
    unitName: SERVER,
  } as object) as Served<GatewayInputs>;
const servedOutputs = (more: Partial<GatewayOutputs> = {}) =>
  ({ ...sampleOutputs(), ...served(), boot: "served", ...more }) as Served<GatewayOutputs>;

describe("a profile that another one's gateway serves", () => {
  it("has no unit among its inputs, and where its files lie", () => {
    const inputs = served();
    expect(isServed(inputs)).to.equal(true);
    expect(inputs).to.include({ unit: "", restartsWhenChanged: "", boot: "served", unitName: SERVER });
    expect(inputs.served).to.deep.equal({
      by: "default",
      gatewayHome: ROOT,
      stopSeconds: 70,
      user: "hermes",
      home: HOME,
      executable: "/usr/local/bin/hermes",
    });
    expect(pathsOf(inputs).home).to.equal(HOME);
    expect(refOf(inputs)).to.equal(SERVER);
  });

  it("is rendered again once it has a unit of its own, though its state has none", () => {
    expect(sampleInputs({ unit: "" }).unit).to.match(/^\[Unit\]\n/);
  });

  it("has nothing in its inputs when it is not served, as in states from before it could be", () => {
    expect(sampleInputs()).to.not.have.property("served");
  });

  it("stands or falls with the gateway that serves it, and with the unit that it had", () => {
    const server = ensureOperation(sampleInputs({}, { unitName: SERVER }), "ab".repeat(32));
    const groups = exclusionGroups([
      serveOperation(served(), "ab".repeat(32)),
      removeOperation(sampleOutputs(), served()),
      server,
    ]);
    expect(new Set(groups).size).to.equal(1);
  });

  it("gets a unit that waits for the gateway which serves it until then", () => {
    const own = ensureOperation(sampleInputs(), "ab".repeat(32), undefined, { ceasing: servedOutputs() });
    const server = ensureOperation(sampleInputs({}, { unitName: SERVER }), "ab".repeat(32));
    expect(own.startsAfter).to.equal(SERVER);
    expect(new Set(exclusionGroups([own, server])).size).to.equal(1);
  });

  it("leaves its home by an operation that restarts the gateway, if anything of ours is there", () => {
    expect(ceaseOperation(servedOutputs())).to.deep.include({ kind: "leave-home", unit: SERVER });
    expect(ceaseOperation(servedOutputs())?.served?.gatewayHome).to.equal(ROOT);
    const { onHost: _, ...nothing } = servedOutputs();
    expect(ceaseOperation(nothing as Served<GatewayOutputs>)).to.equal(undefined);
  });

  it("keeps its files when its resource gets another name, which is made before the old one is deleted", () => {
    const owner = "organization/fleet/dev::other/vm1/coder";
    served({ owner, hostKey: "vm1" });
    expect(otherOwnerOf("vm1", HOME, served().owner)).to.equal(owner);
    expect(otherOwnerOf("vm2", HOME, served().owner)).to.equal(undefined);
  });
});

describe("operations that go together", () => {
  it("wait for nobody when nobody is expected", async () => {
    await togetherAt("vm9", SERVER, "default");
  });

  it("wait until all who are expected have come, and go at once", async () => {
    for (const key of ["default", "a", "b"]) expectAt("vm9", SERVER, key);
    const gone: string[] = [];
    const waiting = ["a", "default"].map((key) => togetherAt("vm9", SERVER, key).then(() => gone.push(key)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(gone).to.deep.equal([]);
    arriveAt("vm9", SERVER, "b");
    await Promise.all(waiting);
    expect(gone).to.deep.equal(["a", "default"]);
    await togetherAt("vm9", SERVER, "a");
  });
});
