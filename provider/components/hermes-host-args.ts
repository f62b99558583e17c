import type * as pulumi from "@pulumi/pulumi";
import type { InstallationInput } from "../core/installation/installation-schema";
import type { GatewayHostArgs } from "./fleet-args.js";

/** Who runs the steps of an installation on its host. */
export const INSTALLATION_WAYS = ["command", "provider"] as const;

/** One host and the version of Hermes Agent that is to be on it. All but the connection are plain values. */
export type HermesHostArgs = InstallationInput & {
  /**
   * How the host is reached, as in a fleet; the whole, or any field of it, may be an Output. Kept as a secret. With
   * `via: "command"` its `hostKey` is required, and its proxy's: without it the command plugin takes any machine for
   * this one.
   */
  readonly connection: GatewayHostArgs["connection"];
  /**
   * Who runs the steps: `command`, a `remote.Command` of `@pulumi/command`, which has to be installed; `provider`, this
   * package over its own connection, which also sees in a refresh what has become of them. @default "command"
   */
  readonly via?: (typeof INSTALLATION_WAYS)[number];
  /** Seconds to wait for a host that is still booting, with `via: "provider"`. @default 120 */
  readonly connectDeadlineSeconds?: number;
  /** What a refresh and a delete do about a host that does not answer, with `via: "provider"`. @default "fail" */
  readonly onUnreachable?: "fail" | "skip";
  /** The machine: when it is deleted, the installation is forgotten without a connection. @default none */
  readonly deletedWith?: pulumi.Resource;
};
