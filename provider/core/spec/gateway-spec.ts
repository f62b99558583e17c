import { z } from "zod";
import {
  ACCOUNT,
  DEPENDENCY_UNIT,
  DIRECTIVE_KEY,
  ENVIRONMENT_NAME,
  GATEWAY_UNIT,
  HOST_KEY,
  LOCK_NAME,
  name,
  PROFILE_KEY,
  TARGET_UNIT,
  UNIT_REF,
} from "../rules/names";
import { EXIT_STATUS_TEXT, seconds } from "../rules/numbers";
import { absolutePath, executablePath } from "../rules/paths";
import {
  KILL_MODES,
  KILL_SIGNALS,
  OLDEST_SYSTEMD,
  PRIORITY_LIMIT,
  RESTART_POLICIES,
  SCOPES,
} from "../rules/policies";
import { strict } from "../rules/strict";
import { lineText, wordText } from "../rules/text-rules";

/** Version of the shape of `GatewaySpec`. It only grows: newer code reads older specs. */
export const SPEC_SCHEMA_VERSION = 1;

const directiveLines = z.record(name(DIRECTIVE_KEY), z.array(lineText()));
const exitStatusTexts = z.array(z.string().regex(EXIT_STATUS_TEXT));

/** Runtime check of a {@link GatewaySpec}: strict and complete, nothing is filled in. */
export const gatewaySpecSchema = strict({
  schemaVersion: z.literal(SPEC_SCHEMA_VERSION),
  /** Key of the host in the fleet. */
  hostKey: name(HOST_KEY),
  /** Key of the profile in the fleet; `default` is Hermes' default profile. */
  profileKey: name(PROFILE_KEY),
  /** Name of the service unit, ending in `.service`. */
  unitName: name(GATEWAY_UNIT),
  /** Manager that runs the unit. */
  scope: z.enum(SCOPES),
  /**
   * Key of the profile whose gateway serves this one; left out: its own. `unitName` and `scope` are then of that
   * gateway, and there is no unit for this one.
   */
  servedBy: name(PROFILE_KEY).optional(),
  /** Home of that profile. */
  servedFrom: absolutePath().optional(),
  /** Place in the host's strict order: higher wins, equal ones go by name. */
  priority: z.int().min(-PRIORITY_LIMIT).max(PRIORITY_LIMIT),
  /** Whether a boot starts the gateway, or it is installed and waits for a hand. */
  boot: z.enum(["enabled", "standby"]),
  /**
   * Unit names of the lower neighbours under the same manager, in the host's order, then units of others from
   * `systemd_conflicts` by code unit. Higher neighbours name this unit, never the other way round.
   */
  conflicts: z.array(name(GATEWAY_UNIT)),
  /** Units of nobody's plan that a survey found and that this one excludes as well, by code unit; left out: none. */
  foreign: z.array(name(DEPENDENCY_UNIT)).optional(),
  /**
   * What the survey of the host gave; left out: there is no survey. `seen`: whether the host answered; if not, what is
   * known of it stays as it was. `systemd`: whether the version is the survey's to say, because nobody declared one.
   */
  survey: strict({ seen: z.boolean(), systemd: z.boolean() }).optional(),
  /**
   * Neighbours under other managers, higher ones too, in the host's order; left out: none. No directive reaches them:
   * the locks keep them apart, and an update stops them.
   */
  excludes: z.array(name(UNIT_REF)).min(1).optional(),
  /** One lock for each neighbour under another manager, by code unit; left out: none. */
  locks: z.array(name(LOCK_NAME)).min(1).optional(),
  /** All gateway units planned for the host, by code unit. */
  plannedUnits: z.array(name(UNIT_REF)),
  /** What only one gateway of a host can have: `home <path>`, `port <number>`; by code unit. Never secret. */
  claims: z.array(lineText()),
  /** systemd version that the unit is written for. */
  systemd: z.int().min(OLDEST_SYSTEMD),
  /** Whether systemd refuses a start by hand; left out: it does not. */
  refuseManualStart: z.literal(true).optional(),
  description: lineText(),
  /** Account that runs the gateway. */
  user: name(ACCOUNT),
  /** Left out: the account's primary group. */
  group: name(ACCOUNT).optional(),
  /** The profile's directory, also in `environment` as HERMES_HOME. */
  home: absolutePath(),
  executable: executablePath(),
  /** Words after the executable. */
  args: z.array(wordText()),
  /** Written as `-<path>`: a directory that is missing does not stop the start. */
  workingDirectory: absolutePath(),
  /** The unit's whole environment. Never secret. */
  environment: z.record(name(ENVIRONMENT_NAME), wordText()),
  after: z.array(name(DEPENDENCY_UNIT)),
  wants: z.array(name(DEPENDENCY_UNIT)),
  restart: z.enum(RESTART_POLICIES),
  /** Seconds. */
  restartSec: seconds(0),
  /** Seconds; 0 switches the start limit off. */
  startLimitIntervalSec: seconds(0),
  /** Starts within the interval; written only when the interval is not 0. */
  startLimitBurst: z.int().min(1),
  restartForceExitStatus: exitStatusTexts,
  successExitStatus: exitStatusTexts,
  restartPreventExitStatus: exitStatusTexts,
  /** Seconds; left out: the manager's default. */
  timeoutStartSec: seconds(0.001).optional(),
  /** Seconds within which Hermes tells systemd that it lives; left out: it never does, nor that it is ready. */
  watchdogSeconds: z.int().min(1).max(2_147_483_647).optional(),
  /** Seconds. */
  timeoutStopSec: seconds(0.001),
  killMode: z.enum(KILL_MODES),
  killSignal: z.enum(KILL_SIGNALS),
  /** Words of the reload command; empty: no reload. The word `$MAINPID` is the gateway's process id. */
  execReload: z.array(wordText()),
  wantedBy: z.array(name(TARGET_UNIT)).min(1),
  /** Which directives of systemd.exec(5) shut the gateway in; left out: none. */
  hardening: z.enum(["basic", "strict"]).optional(),
  /** Further directives, verbatim, several values as several lines. */
  directives: strict({ Unit: directiveLines, Service: directiveLines, Install: directiveLines }),
});

/**
 * What one gateway on one host must look like: every option resolved, nothing left to defaults, no secret inside.
 * `renderGatewayUnit` makes its unit from this alone. The plan makes it, nobody writes it by hand.
 *
 * @internal
 */
export interface GatewaySpec extends z.infer<typeof gatewaySpecSchema> {}
