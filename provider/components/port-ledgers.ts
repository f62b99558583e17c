import * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan, HostPlan } from "../core/plan/fleet-plan";
import type { AssignedPorts } from "../core/ports/allocate-ports";
import { PortLedger } from "../resources/port-ledger/port-ledger.js";

/** The ledger of a host's allocated ports, if a profile there has any. */
export function registerLedger(
  fleetName: string,
  { hostKey, ports }: HostPlan,
  options: pulumi.CustomResourceOptions,
): PortLedger | undefined {
  return ports && new PortLedger(`${fleetName}/${hostKey}/ports`, { hostKey, ...ports }, options);
}

/** The allocated ports of a gateway, by the variable that takes each; 0, which `check` refuses, for none. */
export function portsOf(
  { profileKey, allocates }: Pick<GatewayPlan, "profileKey" | "allocates">,
  ledger: PortLedger | undefined,
): { readonly ports?: pulumi.Output<Readonly<Record<string, number>>> } {
  if (allocates === undefined || ledger === undefined) return {};
  const ports = ledger.assigned.apply((assigned) =>
    Object.fromEntries(
      allocates.map(({ platform, variable }) => [variable, assigned?.[profileKey]?.[platform] ?? 0]),
    ),
  );
  return { ports };
}

/** The allocated ports of all hosts, by host key. */
export function allPorts(
  ledgers: Readonly<Record<string, PortLedger>>,
): pulumi.Output<Readonly<Record<string, AssignedPorts>>> {
  return pulumi.all(
    Object.fromEntries(Object.entries(ledgers).map(([key, { assigned }]) => [key, assigned])),
  ) as pulumi.Output<Readonly<Record<string, AssignedPorts>>>;
}
