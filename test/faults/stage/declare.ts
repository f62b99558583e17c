import type { FleetInput } from "../../../provider/core/schema/fleet-schema";

/** The three gateways: a and b need the same port, c has one of its own. */
export const PROFILES = ["a", "b", "c"] as const;
/** One of the three. */
export type Profile = (typeof PROFILES)[number];
/** Of these one at a time may run. */
export const GROUP = ["a", "b"] as const satisfies readonly Profile[];

/** Who of the group runs in a generation of the set. */
export function winnerOf(generation: number): "a" | "b" {
  return generation % 2 === 0 ? "a" : "b";
}

/** The unit of a profile. */
export function unitOf(profile: string): string {
  return `hermes-gateway-${profile}.service`;
}

/** Begins every secret of the fleet: what is looked for where no secret may be. */
export const SECRET = "sweep-secret-";

/** Settings of one generation besides its number. */
export interface Declared {
  /** How long a gateway that was started is watched, in seconds. @default 1 */
  readonly window?: number;
  /** Whether the winner ends by itself right after its start. @default false */
  readonly winnerEnds?: boolean;
}

/** Seconds after which a gateway that is not healthy has failed. */
const HEALTH_DEADLINE_SECONDS = 6;
/** Longest stop that the units allow, in seconds. */
const STOP_SECONDS = 15;

/** The fleet in its generation `n`: each has another winner, and for c another setting, secret and config.yaml. */
export function declare(
  connection: object,
  n: number,
  { window = 1, winnerEnds }: Declared = {},
): FleetInput {
  const member = (profile: "a" | "b") => {
    const wins = winnerOf(n) === profile;
    return {
      priority: wins ? 2 : 1,
      ...(wins && winnerEnds ? { environment: { STANDIN_EXIT: "3" } } : {}),
      env: { API_SERVER_PORT: "18789", API_SERVER_KEY: `${SECRET}${profile}-${n}` },
    };
  };
  return {
    hosts: { vm1: { connection, connectDeadlineSeconds: 60 } },
    defaults: {
      timeoutStopSec: STOP_SECONDS,
      health: { healthyForSeconds: window, deadlineSeconds: Math.max(window, HEALTH_DEADLINE_SECONDS) },
    },
    profiles: {
      a: member("a"),
      b: member("b"),
      c: {
        environment: { GENERATION: String(n) },
        env: { API_SERVER_PORT: "18790", API_SERVER_KEY: `${SECRET}c-${n}` },
        config: { model: { api_key: `${SECRET}config-${n}` } },
      },
    },
  } as unknown as FleetInput;
}
