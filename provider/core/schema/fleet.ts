import type { z } from "zod";
import type { FindingCode } from "../finding";
import type { GatewayHandling } from "../plan/fleet-plan";
import type { PortRange } from "../ports/port-range";
import type {
  DESIRED_STATES,
  EXCLUSION_MODES,
  FOREIGN_POLICIES,
  SURVEY_MODES,
  TOPOLOGIES,
} from "../rules/policies";
import type { GatewaySpec } from "../spec/gateway-spec";
import type { connectionSchema } from "./connection-options";
import type { EnvValue } from "./env-value";

/** What a spec has from the plan and not from the profile alone. */
type Planned =
  | "schemaVersion"
  | "hostKey"
  | "profileKey"
  | "unitName"
  | "priority"
  | "boot"
  | "conflicts"
  | "excludes"
  | "locks"
  | "plannedUnits"
  | "claims"
  | "systemd"
  | "foreign"
  | "survey"
  | "servedBy"
  | "servedFrom"
  | "refuseManualStart";

/** Everything that enters a profile's unit on any host. */
export type UnitOptions = Omit<GatewaySpec, Planned>;

type WrittenConnection = z.output<typeof connectionSchema>;
type WrittenProxy = NonNullable<WrittenConnection["proxy"]>;

/** A type whose fields are there or not, never `undefined`, and may each be a value that is known later. */
type LaterFields<T, Later> = { readonly [K in keyof T]: Exclude<T[K], undefined> | Later };

/** A connection with its `host`; each field may be a value that is known later. */
export type FleetConnection<Later = never> = LaterFields<Omit<WrittenConnection, "host" | "proxy">, Later> & {
  readonly host: string | Later;
  readonly proxy?: LaterFields<WrittenProxy, Later> | Later;
};

/** One host, every option resolved. */
export interface FleetHost<Later = never> {
  readonly key: string;
  readonly connection: FleetConnection<Later> | Later;
  /** systemd version to write units for; left out: what a survey sees. */
  readonly systemd?: number;
  /** Where the ports of its allocating profiles lie. */
  readonly portRange: PortRange;
  /** What to do about gateway units that are nobody's. */
  readonly foreign: (typeof FOREIGN_POLICIES)[number];
  /** Who serves the profiles of an account; left out: each is served by itself, and nothing is pinned. */
  readonly topology?: (typeof TOPOLOGIES)[number];
  readonly connectDeadlineSeconds: number;
  readonly onUnreachable: "fail" | "skip";
  /** Whether earlier generations stay on the host when its last gateway is removed. */
  readonly keepGenerations: boolean;
}

/** One profile, every option resolved. */
export interface FleetProfile<Later = never> {
  /** The Hermes profile's name, or `default`. */
  readonly key: string;
  /** Keys of the hosts that run it, by code unit. */
  readonly hosts: readonly string[];
  readonly priority: number;
  /** Profile keys, by code unit, never its own. */
  readonly conflictsWith: readonly string[];
  readonly exclusiveGroup?: string;
  /** TCP ports that the gateway listens on, ascending; or its listeners get theirs from the host's range. */
  readonly ports: readonly number[] | "allocate";
  /** What to do whatever the priorities say; left out: the plan decides. */
  readonly desired?: (typeof DESIRED_STATES)[number];
  /** What the profile's config.yaml holds; may hold secrets. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The whole SOUL.md; left out: it is not ours. */
  readonly soul?: string;
  /** The file that `config` was read from, as the user wrote it. */
  readonly configFile?: string;
  /** The directory that all of these were read from, as the user wrote it. */
  readonly directory?: string;
  /** What the profile's profile.yaml holds. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** The file that `profile` was read from, as the user wrote it. */
  readonly profileFile?: string;
  /** The `.env`, keys by code unit. Secret. */
  readonly env: Readonly<Record<string, EnvValue | Later>>;
  readonly unitName: string;
  readonly unit: UnitOptions;
  /** Whether nobody declared the home, so that it is where the account's home usually is; left out: it was declared. */
  readonly guessedHome?: true;
  readonly handling: GatewayHandling;
}

/** A finding that the user takes as it is. */
export interface Acceptance {
  readonly code: FindingCode;
  /** `<host key>/<profile key>`, or a profile's key for it on every host; left out: whatever it is about. */
  readonly subjects?: readonly string[];
  readonly reason: string;
}

/** A checked fleet: defaults merged, placement resolved, everything in order of code units. */
export interface Fleet<Later = never> {
  readonly name: string;
  readonly exclusion: (typeof EXCLUSION_MODES)[number];
  /** Whether hosts are asked what is there before planning. */
  readonly survey: (typeof SURVEY_MODES)[number];
  readonly surveyDeadlineSeconds: number;
  /** Findings that the user takes as they are, in a stable order. */
  readonly accept: readonly Acceptance[];
  readonly hosts: readonly FleetHost<Later>[];
  readonly profiles: readonly FleetProfile<Later>[];
}
