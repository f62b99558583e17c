import { z } from "zod";
import { DEPENDENCY_UNIT, name, TARGET_UNIT } from "../rules/names";
import { exitStatus, seconds } from "../rules/numbers";
import { KILL_MODES, KILL_SIGNALS, RESTART_POLICIES, RESTART_WAYS } from "../rules/policies";
import { oneLineWord } from "../rules/text-rules";
import { option } from "./option";
import { PROFILE_DEFAULTS, USER_SCOPE_DEFAULTS } from "./profile-defaults";

const exitStatuses = (doc: string, standard: readonly number[]) =>
  option(z.array(exitStatus()), {
    doc: `${doc} Numbers 0 to 255 or names as systemd spells them.`,
    effect: "reloads",
    default: standard,
  });

/** When and how the gateway is started, started again and stopped. */
export const lifecycleOptions = {
  after: option(z.array(name(DEPENDENCY_UNIT)), {
    doc: "Units that are started before the gateway. With scope: user none are by default.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.after,
  }),
  wants: option(z.array(name(DEPENDENCY_UNIT)), {
    doc: "Units that are started with the gateway. With scope: user none are by default.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.wants,
  }),
  restart: option(z.enum(RESTART_POLICIES), {
    doc: "When systemd starts the gateway again.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.restart,
  }),
  restartSec: option(seconds(0), {
    doc: "Pause before that, in seconds.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.restartSec,
  }),
  startLimitIntervalSec: option(seconds(0), {
    doc: "Span in which starts are counted, in seconds; 0 switches the start limit off.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.startLimitIntervalSec,
  }),
  startLimitBurst: option(z.int().min(1).max(1_000_000), {
    doc: "Starts within that span before systemd gives up. Written only when the span is not 0.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.startLimitBurst,
  }),
  restartForceExitStatus: exitStatuses(
    "Ends after which systemd starts the gateway again whatever restart says; 75 is Hermes' planned restart.",
    PROFILE_DEFAULTS.restartForceExitStatus,
  ),
  successExitStatus: exitStatuses(
    "Ends that count as success besides 0.",
    PROFILE_DEFAULTS.successExitStatus,
  ),
  restartPreventExitStatus: exitStatuses(
    "Ends after which systemd never starts the gateway again; 78 is a configuration that Hermes refuses.",
    PROFILE_DEFAULTS.restartPreventExitStatus,
  ),
  timeoutStartSec: option(seconds(0.001), {
    doc: "Longest a start may take, in seconds.",
    defaultText:
      "the manager's own, 90 as a rule; 390 where config sets gateway.systemd_watchdog_seconds, because the start then lasts until Hermes is ready, and it may sleep for 300 first",
    effect: "reloads",
  }),
  timeoutStopSec: option(seconds(0.001), {
    doc: "Longest a stop may take before the rest is killed, in seconds. Hermes needs 70 with its own defaults, more with a longer drain.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.timeoutStopSec,
  }),
  killMode: option(z.enum(KILL_MODES), {
    doc: "Which processes a stop ends. With process children may survive that keep the port.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.killMode,
  }),
  killSignal: option(z.enum(KILL_SIGNALS), {
    doc: "Signal that begins a stop. SIGINT ends Hermes cleanly; SIGTERM leaves the unit failed.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.killSignal,
  }),
  restartBy: option(z.enum(RESTART_WAYS), {
    doc: "How a change restarts a running gateway. systemctl: stop and start, for every version. signal: SIGUSR1, upon which Hermes finishes its turns within timeoutStopSec and ends with 75; a gateway that does not handle the signal, or does not end in time, is restarted by systemctl. A stop and a hand-over are never begun by SIGUSR1.",
    effect: "no-restart",
    default: PROFILE_DEFAULTS.restartBy,
  }),
  execReload: option(z.array(oneLineWord()).min(1).nullable(), {
    doc: "Words of the command that reloads the gateway; the word $MAINPID is its process id. null: no reload.",
    effect: "reloads",
    default: PROFILE_DEFAULTS.execReload,
  }),
  wantedBy: option(z.array(name(TARGET_UNIT)).min(1), {
    doc: `Targets that start an enabled gateway at boot. With scope: user the default is ${USER_SCOPE_DEFAULTS.wantedBy.join()}, which an account's manager reaches when it starts.`,
    effect: "reloads",
    default: PROFILE_DEFAULTS.wantedBy,
  }),
};
