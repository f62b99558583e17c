import type * as pulumi from "@pulumi/pulumi";
import type { HostFacts } from "../core/facts/host-facts";
import type { EnvValue } from "../core/schema/env-value";
import type { FleetInput, HostInput, ProfileInput } from "../core/schema/fleet-schema";

type WrittenConnection = HostInput["connection"];
type LaterFields<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };

/** One host of a fleet: as in fleet.yaml, with Outputs where a machine is made by the same program. */
export type GatewayHostArgs = Omit<HostInput, "connection"> & {
  /** How the machine is reached; the whole, or any field of it, may be an Output. Kept as a secret. */
  readonly connection: pulumi.Input<LaterFields<WrittenConnection>>;
  /** What the host's gateways wait for, for example the machine itself. @default nothing */
  readonly dependsOn?: pulumi.Resource | readonly pulumi.Resource[];
  /** The machine: when it is deleted, its gateways are forgotten without a connection. @default none */
  readonly deletedWith?: pulumi.Resource;
};

/** One profile of a fleet: as in fleet.yaml, with secrets as Outputs. */
export type GatewayProfileOptions = Omit<ProfileInput, "env"> & {
  /** Variables of the profile's `.env`; values may be Outputs and are kept as secrets. */
  readonly env?: Readonly<Record<string, pulumi.Input<string> | EnvValue>>;
};

/** A fleet of gateways: the same options as fleet.yaml, whose reference page describes each. */
export type GatewayFleetArgs = Omit<FleetInput, "name" | "hosts" | "profiles"> & {
  /** The machines, by a key of your own that never changes. */
  readonly hosts: Readonly<Record<string, GatewayHostArgs>>;
  /** The Hermes profiles, by name; `default` is Hermes' default profile. */
  readonly profiles: Readonly<Record<string, GatewayProfileOptions>>;
  /** What `surveyHosts` saw of these hosts. Needed when `survey` is on. @default nothing is known */
  readonly facts?: HostFacts;
};
