import "./require-node.js";

export { type DeployedFleet, deployFleetFile } from "./components/deploy-fleet-file.js";
export type { GatewayFleetArgs, GatewayHostArgs, GatewayProfileOptions } from "./components/fleet-args.js";
export { GatewayFleet } from "./components/gateway-fleet.js";
export { HermesHost } from "./components/hermes-host.js";
export type { HermesHostArgs } from "./components/hermes-host-args.js";
export type { HostSummary } from "./components/host-summary.js";
export { surveyHosts } from "./components/survey-hosts.js";
export type {
  HostFacts,
  SeenDropIn,
  SeenHost,
  SeenListener,
  SeenMark,
  SeenUnit,
  UnseenHost,
} from "./core/facts/host-facts";
export type { InstallationInput } from "./core/installation/installation-schema";
export type { HealthWindow, PortPlan } from "./core/plan/fleet-plan.js";
export type { AssignedPorts, PortRequests } from "./core/ports/allocate-ports.js";
export type { PortRange } from "./core/ports/port-range.js";
export type { SkillFiles } from "./core/skills/skill-files.js";
export type { Connection, SshEndpoint } from "./host/connection.js";
export {
  GatewayProfile,
  type GatewayProfileArgs,
  type Skills,
} from "./resources/gateway-profile/gateway-profile.js";

export type { GatewayStatus } from "./resources/gateway-profile/properties.js";
export {
  HermesInstallation,
  type HermesInstallationArgs,
} from "./resources/hermes-installation/hermes-installation.js";
export type { InstallationStatus } from "./resources/hermes-installation/properties.js";
export { PortLedger, type PortLedgerArgs } from "./resources/port-ledger/port-ledger.js";
