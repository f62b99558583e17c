/** Why a changed directive takes effect by `daemon-reload`, without a new process. */
type ReloadReason =
  | "dependency: the manager's own graph, rebuilt by a reload"
  | "start check: judged at the next start, no part of the running process"
  | "stop: read when the unit is stopped"
  | "exit: read when the process has ended"
  | "start deadline: read at the next start, no part of the running process"
  | "reload: read when the unit is reloaded"
  | "text: shown by the manager, never used";

const DEPENDENCY: ReloadReason = "dependency: the manager's own graph, rebuilt by a reload";
const START_CHECK: ReloadReason = "start check: judged at the next start, no part of the running process";
const STOP: ReloadReason = "stop: read when the unit is stopped";
const EXIT: ReloadReason = "exit: read when the process has ended";
const START_DEADLINE: ReloadReason = "start deadline: read at the next start, no part of the running process";
const RELOAD: ReloadReason = "reload: read when the unit is reloaded";
const TEXT: ReloadReason = "text: shown by the manager, never used";

/** Directives of `[Unit]`. Conditions and asserts are in {@link isReloadOnly}: there are dozens. */
const UNIT: Readonly<Record<string, ReloadReason>> = {
  Description: TEXT,
  Documentation: TEXT,
  SourcePath: TEXT,
  Requires: DEPENDENCY,
  Requisite: DEPENDENCY,
  Wants: DEPENDENCY,
  BindsTo: DEPENDENCY,
  PartOf: DEPENDENCY,
  Upholds: DEPENDENCY,
  Conflicts: DEPENDENCY,
  Before: DEPENDENCY,
  After: DEPENDENCY,
  OnFailure: DEPENDENCY,
  OnSuccess: DEPENDENCY,
  OnFailureJobMode: DEPENDENCY,
  OnSuccessJobMode: DEPENDENCY,
  OnFailureIsolate: DEPENDENCY,
  PropagatesReloadTo: DEPENDENCY,
  ReloadPropagatedFrom: DEPENDENCY,
  PropagatesStopTo: DEPENDENCY,
  StopPropagatedFrom: DEPENDENCY,
  RequiresMountsFor: DEPENDENCY,
  WantsMountsFor: DEPENDENCY,
  DefaultDependencies: DEPENDENCY,
  IgnoreOnIsolate: DEPENDENCY,
  StartLimitIntervalSec: START_CHECK,
  StartLimitInterval: START_CHECK,
  StartLimitBurst: START_CHECK,
  StartLimitAction: START_CHECK,
  RefuseManualStart: START_CHECK,
  RefuseManualStop: STOP,
  FailureAction: EXIT,
  SuccessAction: EXIT,
  FailureActionExitStatus: EXIT,
  SuccessActionExitStatus: EXIT,
  CollectMode: EXIT,
};

/**
 * Directives of `[Service]`: what systemd reads only when a unit stops, ends or reloads (systemd.service(5),
 * systemd.kill(5)). Not here, because the running process has it: everything of systemd.exec(5), `Type=`,
 * `WatchdogSec=` and `NotifyAccess=` (in its environment), `ExecStartPre=` and `ExecCondition=` (they prepared it).
 * Not here, because it is not certain for every version: resource control, `OOMPolicy=`, `RuntimeMaxSec=`,
 * `ExitType=`, `RemainAfterExit=`.
 */
const SERVICE: Readonly<Record<string, ReloadReason>> = {
  KillMode: STOP,
  KillSignal: STOP,
  RestartKillSignal: STOP,
  FinalKillSignal: STOP,
  SendSIGKILL: STOP,
  SendSIGHUP: STOP,
  TimeoutStopSec: STOP,
  TimeoutStopFailureMode: STOP,
  ExecStop: STOP,
  ExecStopPost: STOP,
  Restart: EXIT,
  RestartSec: EXIT,
  RestartSteps: EXIT,
  RestartMaxDelaySec: EXIT,
  RestartMode: EXIT,
  RestartForceExitStatus: EXIT,
  RestartPreventExitStatus: EXIT,
  SuccessExitStatus: EXIT,
  TimeoutSec: START_DEADLINE,
  TimeoutStartSec: START_DEADLINE,
  TimeoutStartFailureMode: START_DEADLINE,
  StartLimitInterval: START_CHECK,
  StartLimitBurst: START_CHECK,
  StartLimitAction: START_CHECK,
  ExecReload: RELOAD,
  ReloadSignal: RELOAD,
};

/**
 * Whether a change of this directive takes effect by `daemon-reload` alone. `[Install]` is read by
 * `systemctl enable` only; sections and keys beginning with `X-` are not read by systemd at all. Whatever this
 * table does not know needs a restart.
 */
export function isReloadOnly(section: string, key: string): boolean {
  if (section === "Install" || section.startsWith("X-") || key.startsWith("X-")) return true;
  if (section === "Unit") return /^(Condition|Assert)[A-Z]/.test(key) || Object.hasOwn(UNIT, key);
  return section === "Service" && Object.hasOwn(SERVICE, key);
}
