export { deployFleetFile } from "./components/deploy-fleet-file.js";
export type { GatewayFleetArgs, GatewayHostArgs, GatewayProfileOptions } from "./components/fleet-args.js";
export { GatewayFleet } from "./components/gateway-fleet.js";
export type { HostSummary } from "./components/host-summary.js";
export type { HealthWindow } from "./core/plan/fleet-plan.js";
export type { Connection, SshEndpoint } from "./host/connection.js";
export { GatewayProfile, type GatewayProfileArgs } from "./resources/gateway-profile/gateway-profile.js";
export type { GatewayStatus } from "./resources/gateway-profile/properties.js";
