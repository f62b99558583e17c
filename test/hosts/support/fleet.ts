import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import type { LabHost } from "../../lab/lab-host";
import { clientKeyFile } from "./client-key";

/** What a test's fleet is made of. */
export interface FleetParts {
  /** The machines, by host key. */
  readonly hosts: Readonly<Record<string, LabHost>>;
  readonly profiles: FleetInput["profiles"];
  /** On top of each connection. @default root, by the lab's key */
  readonly connection?: Readonly<Record<string, unknown>>;
  /** Options of every profile. @default a gateway counts as healthy as soon as it is active */
  readonly defaults?: FleetInput["defaults"];
  readonly exclusion?: "all" | "declared";
  readonly name?: string;
}

/** A fleet on lab hosts, as `fleet.yaml` has it. */
export function fleetOf({ hosts, connection, defaults, ...rest }: FleetParts): FleetInput {
  return {
    ...rest,
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([key, host]) => [
        key,
        { connection: { ...connectionOf(host), ...connection }, connectDeadlineSeconds: 20 },
      ]),
    ),
    defaults: { health: { healthyForSeconds: 0 }, ...defaults },
  } as FleetInput;
}

/** How a lab host is reached: as root, by the lab's key, its host keys pinned. */
export function connectionOf(host: LabHost): Record<string, unknown> {
  return { host: host.address, privateKeyFile: clientKeyFile(), hostKey: host.hostKeys.join("\n") };
}

/** The default unit of a profile. */
export function unitOf(profile: string): string {
  return `hermes-gateway-${profile}.service`;
}

/** The default home of a profile. */
export function homeOf(profile: string): string {
  return `/home/hermes/.hermes/profiles/${profile}`;
}
