import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import type { Target } from "../ground/target";

/** A fleet as cases write it: plain values that go to `fleet.yaml` and to a program alike. */
export interface FleetParts {
  /** By host key. */
  readonly hosts: Readonly<Record<string, Target>>;
  readonly profiles: FleetInput["profiles"];
  /** Options of every host besides its connection. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** Options of every profile. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** A fleet whose gateways are healthy as soon as they are active, unless `defaults` says otherwise. */
export function fleetOf({ hosts, profiles, host = {}, defaults = {} }: FleetParts): FleetInput {
  return {
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([key, target]) => [key, { connection: target.connection, ...host }]),
    ),
    defaults: { health: { healthyForSeconds: 0 }, ...defaults },
    profiles,
  } as FleetInput;
}
