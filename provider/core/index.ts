export type { Finding, FindingCode, FindingSeverity } from "./finding";
export type {
  ExclusionGroup,
  FleetPlan,
  GatewayHandling,
  GatewayPlan,
  HealthWindow,
  HostPlan,
} from "./plan/fleet-plan";
export type { Problem } from "./problem";
export { type GatewaySpec, SPEC_SCHEMA_VERSION } from "./spec/gateway-spec";
export { type ParsedGatewaySpec, parseGatewaySpec } from "./spec/parse-gateway-spec";
export {
  claimDigest,
  fileDigest,
  type Mark,
  type MarkedUnit,
  type MarkFields,
  markUnit,
  readMark,
  stackOf,
} from "./units/mark";
export { renderGatewayUnit } from "./units/render-gateway-unit";
export { runtimeDigest } from "./units/runtime-digest";
