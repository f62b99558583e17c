import * as pulumi from "@pulumi/pulumi";
import type { PortPlan } from "../../core/plan/fleet-plan";
import type { AssignedPorts } from "../../core/ports/allocate-ports";

/** What the engine runs for this type: as for a gateway, a constant text that never changes. */
const PROVIDER = 'exports.handler=()=>require("pulumi-hermes-gateway/provider").portLedger;';

/** What a ledger is made of; `GatewayFleet` plans it. */
export interface PortLedgerArgs extends PortPlan {
  /** Key of the host in the fleet. */
  readonly hostKey: string;
}

/**
 * The allocated ports of one host. It remembers them in the state, so that a gateway keeps its port whoever comes and
 * goes; on the host there is nothing of it.
 */
export class PortLedger extends pulumi.CustomResource {
  /** The port of each listener, by profile key and Hermes' name of the platform. Known in preview. */
  declare readonly assigned: pulumi.Output<AssignedPorts>;

  constructor(name: string, args: PortLedgerArgs, options?: Omit<pulumi.CustomResourceOptions, "provider">) {
    const { hostKey, range, requests, taken } = args;
    super(
      "pulumi-nodejs:dynamic/hermes:PortLedger",
      name,
      { schemaVersion: 1, hostKey, range, requests, taken, assigned: undefined, __provider: PROVIDER },
      options,
    );
  }
}
