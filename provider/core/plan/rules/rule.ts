import type { Finding } from "../../finding";
import type { FleetProfile } from "../../schema/fleet";
import type { GatewayPlan, HostPlan } from "../fleet-plan";

/** A rule about the gateways of one host. */
export type HostRule = (host: HostPlan) => Finding[];

/** A rule about one profile and its placement. */
export type ProfileRule = (profile: FleetProfile<unknown>) => Finding[];

/** `<host key>/<profile key>`, as findings name a gateway. */
export function subject(hostKey: string, profileKey: string): string {
  return `${hostKey}/${profileKey}`;
}

/** Gateways that share a value, two at least, each group in the host's order, groups by their first. */
export function sharing<Value>(
  gateways: readonly GatewayPlan[],
  valuesOf: (gateway: GatewayPlan) => readonly Value[],
): [value: Value, gateways: GatewayPlan[]][] {
  const groups = new Map<Value, GatewayPlan[]>();
  for (const gateway of gateways) {
    for (const value of valuesOf(gateway)) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [gateway]);
      else group.push(gateway);
    }
  }
  return [...groups].filter(([, group]) => group.length > 1);
}

/** Names as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
