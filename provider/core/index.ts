export type { Finding, FindingCode, FindingSeverity } from "./finding";
export { explainPlan } from "./plan/explain-plan";
export type {
  ExclusionGroup,
  FleetPlan,
  GatewayHandling,
  GatewayPlan,
  HealthWindow,
  HostPlan,
} from "./plan/fleet-plan";
export { planFleet } from "./plan/plan-fleet";
export type { Problem } from "./problem";
export { type EnvValue, envValueComplaint } from "./schema/env-value";
export type { Fleet, FleetConnection, FleetHost, FleetProfile, UnitOptions } from "./schema/fleet";
export { fleetJsonSchema } from "./schema/fleet-json-schema";
export type { DefaultsInput, FleetInput, HostInput, ProfileInput } from "./schema/fleet-schema";
export { type ParsedFleet, type ParseFleetOptions, parseFleet } from "./schema/parse-fleet";
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
