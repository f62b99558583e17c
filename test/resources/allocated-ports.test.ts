import { expect } from "chai";
import { claimDigest } from "../../provider/core/units/mark";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { diffGateway } from "../../provider/resources/gateway-profile/diff.js";
import { ensureOperation } from "../../provider/resources/gateway-profile/operations.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const DECLARED = {
  owner: "organization/fleet/dev::hermes/vm1/coder",
  connection: { host: "192.0.2.1" },
  env: { TOKEN: "t" },
  adopt: "refuse",
  health: { healthyForSeconds: 1, deadlineSeconds: 60 },
  spec: SAMPLE_SPEC,
};

const inputsWith = (ports?: object) =>
  checkGateway({ ...DECLARED, ...(ports ? { ports } : {}) }).inputs as GatewayInputs;

const reasons = (ports: unknown) => checkGateway({ ...DECLARED, ports }).failures.map(({ reason }) => reason);

describe("a gateway's allocated ports", () => {
  it("stand in its .env beside the declared variables, and in what the host recognises it by", () => {
    const olds = { ...inputsWith({ API_SERVER_PORT: 9300 }), onHost: {} } as GatewayOutputs;
    const { env, claims } = ensureOperation(inputsWith({ API_SERVER_PORT: 9301 }), "key", olds);
    expect(env.variables).to.deep.equal({ TOKEN: "t", API_SERVER_PORT: "9301" });
    expect(env.recorded).to.deep.equal({ TOKEN: "t", API_SERVER_PORT: "9300" });
    expect(claims).to.include(claimDigest("port 9301", "organization/fleet/dev"));
  });

  it("are where an API server that is waited for is asked", () => {
    const health = { ...DECLARED.health, ready: { api: true as const } };
    const inputs = { ...inputsWith({ API_SERVER_PORT: 9301 }), health };
    expect(ensureOperation(inputs, "key").health).to.deep.equal({
      ...health,
      ready: { api: "http://127.0.0.1:9301" },
    });
  });

  it("are a difference when they change, and none when there are none", () => {
    const olds = { ...inputsWith(), status: "applied" } as GatewayOutputs;
    expect(diffGateway(olds, inputsWith())).to.deep.equal({ changes: false });
    expect(diffGateway(olds, inputsWith({ API_SERVER_PORT: 9300 }))).to.deep.equal({});
  });

  it("pass while they are not known yet", () => {
    expect([reasons(UNKNOWN), reasons({ API_SERVER_PORT: UNKNOWN })]).to.deep.equal([[], []]);
  });

  it("are refused where the ledger was left out of the run", () => {
    expect(reasons({ API_SERVER_PORT: 0, WEBHOOK_PORT: 9300 })).to.deep.equal([
      "ports.API_SERVER_PORT: no port is assigned to it yet; let the run include the ledger of the host's ports, <fleet>/<host key>/ports, with --target or --target-dependents",
    ]);
  });
});
