import type { Config } from "../../core/config-file/config";
import type { HealthWindow } from "../../core/plan/fleet-plan";
import type { SkillFiles } from "../../core/skills/skill-files";
import type { Connection } from "../../host/connection.js";
import type { Recorded } from "../../host/transaction/operation.js";

/** Version of the shape of inputs and outputs in the state. Newer code reads older ones. */
export const STATE_SCHEMA_VERSION = 1;

/** Where a profile lies that another one's gateway serves; for any other the unit says it. */
export interface ServedInputs {
  /** Key of the profile whose gateway that is. */
  readonly by: string;
  /** Home of that profile. */
  readonly gatewayHome: string;
  /** The gateway's own stop timeout, in seconds. */
  readonly stopSeconds: number;
  readonly user: string;
  readonly home: string;
  readonly executable: string;
}

/** The inputs of a gateway profile as `check` returns them and as the state keeps them. */
export interface GatewayInputs {
  readonly schemaVersion: number;
  /** `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  readonly hostKey: string;
  readonly profileKey: string;
  /** What the profile's key was before: with it, another key is an update, in which the home moves. Compared by nobody. */
  readonly renamedFrom?: string;
  /** The host that it is to leave, and how that one is reached; secret. Compared by nobody. */
  readonly movedFrom?: string;
  readonly movedFromConnection?: Connection;
  /** The owner in the mark of the gateway that it was before `movedFrom` or `renamedFrom`. Compared by nobody. */
  readonly earlierOwner?: string;
  readonly unitName: string;
  /** There when an account's own manager runs the gateway, and not the system's. */
  readonly scope?: "user";
  /** That account; in system scope the unit says it. */
  readonly user?: string;
  /** With `scope: user`, whether linger may be switched on for that account. */
  readonly linger?: boolean;
  /** There when another profile's gateway serves this one: `unitName` is of that gateway's unit. */
  readonly served?: ServedInputs;
  /**
   * The unit's whole text without its mark; empty for a served profile, which has none. After a refresh that found
   * another one it is the host's: it is there to be shown and compared, and nothing else is taken from it.
   */
  readonly unit: string;
  /**
   * What was declared of how the gateway runs, a line each, from `runsText`. Absent in older states, and for a served
   * profile; compared by nobody.
   */
  readonly runs?: string;
  /** Digest of everything in the unit that a running gateway takes up only by a restart; empty without a unit. */
  readonly restartsWhenChanged: string;
  /** Whether a boot starts the gateway, or another one serves the profile. */
  readonly boot: "enabled" | "standby" | "served";
  readonly priority: number;
  /** What only one gateway of a host can have: `home <path>`, `port <number>`. */
  readonly claims: readonly string[];
  /** systemd version that the last survey saw; kept for the next one, compared by nobody. */
  readonly systemd?: number;
  /** Units of others that the unit excludes because a survey found them; the text is what is compared. */
  readonly foreign?: readonly string[];
  readonly adopt: "refuse" | "take-over";
  readonly takeBack: boolean;
  readonly health: HealthWindow;
  /** Absent: a change restarts it by systemctl. */
  readonly restartBy?: "signal";
  /** Absent: a delete leaves the profile's home. */
  readonly delete?: "profile";
  readonly connectDeadlineSeconds: number;
  readonly onUnreachable: "fail" | "skip";
  /** Whether earlier generations stay on the host when its last gateway is removed. @default false */
  readonly keepGenerations?: boolean;
  /** Variables for the profile's `.env`. Secret. */
  readonly env: Readonly<Record<string, string>>;
  /** Settings in the profile's config.yaml; left out: none is ours. Secret. */
  readonly config?: Config;
  /** The profile's whole SOUL.md; left out: it is not ours. Secret. */
  readonly soul?: string;
  /** Files below the home's skills, with what they hold in short; left out: none is ours. */
  readonly skills?: SkillFiles;
  /** Allocated ports, by the variable of `.env` that Hermes reads each from; left out: there are none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** How the host is reached. Secret. */
  readonly connection: Connection;
  /** The provider's code, kept by the SDK. */
  readonly __provider?: string;
}

/**
 * How the last operation left the gateway. Anything but `applied` makes the next `up` look at the host again:
 * `rolled-back` after a failed change, `stopped` and `drifted` by a refresh.
 */
export type GatewayStatus = "applied" | "rolled-back" | "stopped" | "drifted";

/** The outputs: every checked input, and what the host really has. */
export interface GatewayOutputs extends GatewayInputs {
  readonly status: GatewayStatus;
  /** Key of the digests that recognise our block in `.env`: 64 hexadecimal digits. Secret. */
  readonly digestKey: string;
  /** What was on the host; absent when nothing of ours is there. */
  readonly onHost?: Recorded;
}

/** Settings that change how we work, and nothing on the host. */
export const SETTINGS = [
  "adopt",
  "takeBack",
  "linger",
  "health",
  "restartBy",
  "delete",
  "connectDeadlineSeconds",
  "onUnreachable",
  "keepGenerations",
] as const;

/** What a difference is looked for in; `schemaVersion` alone is none. */
export const COMPARED = [
  "owner",
  "hostKey",
  "profileKey",
  "unitName",
  "scope",
  "user",
  "served",
  "unit",
  "restartsWhenChanged",
  "boot",
  "priority",
  "claims",
  "env",
  "config",
  "soul",
  "skills",
  "ports",
  "connection",
  ...SETTINGS,
] as const;
