import type { DetectedProfile } from "../../detect/detect";
import type { GatewayHandling, GatewayPlan, ServedPlan } from "../fleet-plan";
import type { Serving } from "./serving";

/** What is planned for profiles without a gateway of their own: the files of their homes, and whose gateway reads them. */
export function plannedServed({ served }: Serving, gateways: readonly GatewayPlan[]): ServedPlan[] {
  return served.flatMap(({ profile, by }): ServedPlan[] => {
    const server = gateways[by];
    if (server === undefined) return [];
    const { locks: _, excludes: __, foreign: ___, refuseManualStart: ____, ...shared } = server.spec;
    return [
      {
        profileKey: profile.key,
        by: server.profileKey,
        spec: {
          ...shared,
          ...profile.unit,
          profileKey: profile.key,
          servedBy: server.profileKey,
          servedFrom: shared.home,
          scope: shared.scope,
          priority: profile.priority,
          conflicts: [],
          claims: [],
          // a stop of the profile is a stop of the gateway
          timeoutStopSec: shared.timeoutStopSec,
          killSignal: shared.killSignal,
        },
        handling: handlingOf(profile, server),
      },
    ];
  });
}

/** What is restarted and watched is the gateway. */
function handlingOf({ handling }: DetectedProfile, server: GatewayPlan): GatewayHandling {
  const { restartBy: _, ...own } = handling;
  const { health, restartBy, linger, takeBack } = server.handling;
  return { ...own, health, linger, takeBack, ...(restartBy === undefined ? {} : { restartBy }) };
}
