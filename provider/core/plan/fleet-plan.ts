import type { Config } from "../config-file/config";
import type { AllocatedListener } from "../detect/detect-listeners";
import type { Finding } from "../finding";
import type { PortRequests } from "../ports/allocate-ports";
import type { PortRange } from "../ports/port-range";
import type { DESIRED_STATES, RESTART_WAYS } from "../rules/policies";
import type { GatewaySpec } from "../spec/gateway-spec";
import type { Exclusion } from "./exclusion";

/** What the whole fleet must look like, host by host, and what is wrong with it. Plain data, nothing secret. */
export interface FleetPlan {
  /** The fleet's name, which begins the names of its resources. */
  readonly fleetName: string;
  /** By host key, in order of code units. Hosts without a profile are there too. */
  readonly hosts: readonly HostPlan[];
  /** Everything that is wrong: errors, warnings, then what was accepted; else in order of hosts and profiles. */
  readonly findings: readonly Finding[];
}

/** The gateways of one host. */
export interface HostPlan {
  readonly hostKey: string;
  /** In the host's strict order: priority, higher first, then name by code unit. */
  readonly gateways: readonly GatewayPlan[];
  /** Gateways that exclude each other, directly or through others; those that exclude nobody are in none. */
  readonly groups: readonly ExclusionGroup[];
  /** Why they exclude each other: the provenance of every directive between two of them. */
  readonly exclusions: readonly Exclusion[];
  /** Profiles that have no unit, because another one's gateway serves them; left out: none. */
  readonly served?: readonly ServedPlan[];
  /** What the ports of its allocating profiles are made from; left out: it has none. */
  readonly ports?: PortPlan;
}

/** What the allocated ports of one host are made from. The ports themselves are no part of a plan. */
export interface PortPlan {
  /** Where they lie: the host's own range, else the fleet's. */
  readonly range: PortRange;
  /** Listeners that get one, by profile key; Hermes' names of their platforms. */
  readonly requests: PortRequests;
  /** Ports within the range that gateways of the host have anyway, ascending. */
  readonly taken: readonly number[];
}

/** One profile that another one's gateway serves. */
export interface ServedPlan {
  readonly profileKey: string;
  /** Profile key of whose gateway that is. */
  readonly by: string;
  /** What its home is made from; `unitName`, `scope` and `boot` are those of the gateway that serves it. */
  readonly spec: GatewaySpec;
  readonly handling: GatewayHandling;
}

/** Gateways of one host that are connected by conflicts. */
export interface ExclusionGroup {
  /** Profile keys in the host's order, two at least. */
  readonly members: readonly string[];
  /** Members that a boot starts, in the host's order. At most one when every member excludes every other. */
  readonly winners: readonly string[];
}

/** One gateway on one host. */
export interface GatewayPlan {
  readonly profileKey: string;
  readonly unitName: string;
  readonly priority: number;
  /** `enabled`: a boot starts it. `standby`: installed, and started only by a hand. */
  readonly boot: "enabled" | "standby";
  /** What the profile declares instead of what its priority says; left out: nothing. */
  readonly desired?: (typeof DESIRED_STATES)[number];
  /**
   * Profile keys of the enabled gateways that keep this one on standby, in order; empty when it is enabled, and when
   * it is `desired` to wait.
   */
  readonly standbyBecause: readonly string[];
  /** Profile keys of all that exclude this one, higher and lower, in order. */
  readonly neighbours: readonly string[];
  /** Its listeners whose ports are allocated; left out: none. */
  readonly allocates?: readonly AllocatedListener[];
  /** What its config.yaml has to say besides what is declared, for Hermes to keep to the topology; left out: nothing. */
  readonly pins?: Config;
  /** Units of others that it excludes, by code unit. */
  readonly externalConflicts: readonly ExternalConflict[];
  /** Everything that the unit is rendered from. */
  readonly spec: GatewaySpec;
  /** How a change is carried out; nothing of it enters the unit. */
  readonly handling: GatewayHandling;
}

/** A unit that is none of the fleet's, which a gateway excludes because its config says so or a survey found it. */
export interface ExternalConflict {
  readonly unitName: string;
  /** Where it is named; of one that a survey found: why it is excluded. */
  readonly declaredAt: string;
  /** Whether a survey found it, and no config names it. */
  readonly seen?: true;
}

/** How changes to one gateway are carried out. */
export interface GatewayHandling {
  /** What to do with a unit file that is there already and not ours. */
  readonly adopt: "refuse" | "take-over";
  /** Whether to take the place back from a standby that somebody started by hand. */
  readonly takeBack: boolean;
  /** Whether an update may switch on linger for the account whose own manager runs the gateway. */
  readonly linger: boolean;
  /** What goes with the profile; left out: its unit alone. */
  readonly delete?: "profile";
  /** Host key where this profile was before. */
  readonly movedFrom?: string;
  /** Key of the profile that this one was before. */
  readonly renamedFrom?: string;
  readonly health: HealthWindow;
  /** How a change restarts it while it runs; left out: by systemctl. */
  readonly restartBy?: Exclude<(typeof RESTART_WAYS)[number], "systemctl">;
}

/** How long a started gateway is watched. */
export interface HealthWindow {
  /** Seconds without a restart until it counts as healthy; 0 switches the window off. */
  readonly healthyForSeconds: number;
  /** Seconds after which a gateway that is not healthy has failed. */
  readonly deadlineSeconds: number;
  /** By what it shows, besides being active, that it is ready; left out: active is enough. */
  readonly ready?: Readiness;
}

/** The one thing by which a gateway shows that it is ready. Nothing of it is secret. */
export type Readiness =
  /** Its `gateway_state.json` says `running`, of the unit's main process, and each of these platforms `connected`. */
  | { readonly stateFile: true; readonly platforms?: readonly string[] }
  /**
   * Its API server answers with its profile's name: at this address, or with `true` on the port that is allocated to it.
   */
  | { readonly api: true | string }
  /** A process of its unit listens on this TCP port. */
  | { readonly port: number }
  /** This address of the machine itself answers a GET with this HTTP status. */
  | { readonly url: string; readonly status: number }
  /** This command, run as its account in its home, ends with 0. */
  | { readonly command: readonly string[] };
