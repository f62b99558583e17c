import * as pulumi from "@pulumi/pulumi";
import type { InstallationInput } from "../../core/installation/installation-schema";
import type { Connection } from "../../host/connection.js";
import { ownStack } from "../gateway-profile/gateway-profile.js";
import type { InstallationStatus } from "./properties.js";

/** What the engine runs for this type: as for a gateway, a constant text that never changes. */
const PROVIDER = 'exports.handler=()=>require("pulumi-hermes-gateway/provider").hermesInstallation;';

/** What an installation is made of; `HermesHost` is the usual way to it. */
export interface HermesInstallationArgs {
  /** How messages name the machine, as a rule its key in the fleet. Another one replaces the resource. */
  readonly hostKey: string;
  /** What is to be there: plain values. Another version is an update, another `root` a replacement. */
  readonly installation: InstallationInput;
  /** How the machine is reached. Kept as a secret. A changed connection is an update that looks where it leads. */
  readonly connection: pulumi.Input<{ readonly [K in keyof Connection]: pulumi.Input<Connection[K]> }>;
  /** Seconds to wait for a machine that is still booting. Touches no host. @default 120 */
  readonly connectDeadlineSeconds?: number;
  /** What a refresh and a delete do about a machine that does not answer. Touches no host. @default "fail" */
  readonly onUnreachable?: "fail" | "skip";
}

/**
 * One version of Hermes Agent on one machine, brought there over our own connection. A refresh sees a version that is
 * gone or another one; a delete takes away the versions of this resource that nothing uses, and no profile's data.
 */
export class HermesInstallation extends pulumi.CustomResource {
  /** The version. */
  declare readonly version: pulumi.Output<string>;
  /** The program that a gateway's unit starts. */
  declare readonly executable: pulumi.Output<string>;
  /** How a refresh found it. */
  declare readonly status: pulumi.Output<InstallationStatus>;

  constructor(
    name: string,
    args: HermesInstallationArgs,
    options?: Omit<pulumi.CustomResourceOptions, "provider">,
  ) {
    const { hostKey, installation, connection, connectDeadlineSeconds = 120, onUnreachable = "fail" } = args;
    super(
      "pulumi-nodejs:dynamic/hermes:HermesInstallation",
      name,
      {
        version: undefined,
        executable: undefined,
        status: undefined,
        schemaVersion: 1,
        owner: `${ownStack()}::${name}`,
        hostKey,
        installation,
        connection: pulumi.secret(connection),
        connectDeadlineSeconds,
        onUnreachable,
        __provider: PROVIDER,
      },
      options,
    );
  }
}
