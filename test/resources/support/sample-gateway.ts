import { checkGateway } from "../../../provider/resources/gateway-profile/check.js";
import type {
  GatewayInputs,
  GatewayOutputs,
} from "../../../provider/resources/gateway-profile/properties.js";
import { SAMPLE_SPEC } from "../../core/support/sample-spec";

/** Checked inputs of a gateway with nothing but defaults. */
export function sampleInputs(
  more: Partial<GatewayInputs> = {},
  spec: Partial<typeof SAMPLE_SPEC> = {},
): GatewayInputs {
  const news = {
    schemaVersion: 1,
    owner: "organization/fleet/dev::hermes/vm1/coder",
    spec: { ...SAMPLE_SPEC, ...spec },
    connection: { host: "192.0.2.1" },
    env: {},
    adopt: "refuse",
    takeBack: false,
    health: { healthyForSeconds: 0, deadlineSeconds: 60 },
    connectDeadlineSeconds: 0,
    onUnreachable: "fail",
    ...more,
  };
  return checkGateway(news).inputs as GatewayInputs;
}

/** The same after a successful create. */
export function sampleOutputs(more: Partial<GatewayOutputs> = {}): GatewayOutputs {
  return {
    ...sampleInputs(),
    status: "applied",
    digestKey: "ab".repeat(32),
    onHost: { machineId: "m", fileHash: "f".repeat(64), dropIns: {}, links: ["multi-user.target.wants"] },
    ...more,
  };
}
