import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayProfile } from "../../provider/resources/gateway-profile/gateway-profile.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";

describe("what a state holds of the provider", () => {
  let registered: pulumi.runtime.MockResourceArgs | undefined;

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered = args;
        return { id: "vm1/coder", state: args.inputs };
      },
      call: () => ({}),
    });
    const args = { spec: SAMPLE_SPEC, connection: { host: "192.0.2.1" } };
    const resource = new GatewayProfile("coder", {
      ...args,
      health: { healthyForSeconds: 0, deadlineSeconds: 60 },
    });
    await new Promise((resolve) => resource.urn.apply(resolve));
  });

  it("is this text, byte by byte, for ever", () => {
    expect(registered?.inputs.__provider).to.equal(
      'exports.handler=()=>require("pulumi-hermes-gateway/provider").gatewayProfile;',
    );
  });

  it("is of this type, for ever", () => {
    expect(registered?.type).to.equal("pulumi-nodejs:dynamic/hermes:GatewayProfile");
  });

  it("leads to a provider with all methods", () => {
    const { gatewayProfile } = require("pulumi-hermes-gateway/provider") as { gatewayProfile: object };
    expect(Object.keys(gatewayProfile).sort()).to.deep.equal([
      "check",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });
});
