const COMPUTED = "conflictsWith or exclusiveGroup; the order follows from priority";
const NEVER = "nothing: ";

/**
 * Directives that are no further directives, because an option or the plan writes them, or because they would
 * break what the plan promises. The value is what to write instead; after "nothing: " comes the reason.
 */
const OWNED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Unit: {
    Description: "description",
    Conflicts: COMPUTED,
    Before: COMPUTED,
    "X-Excludes": COMPUTED,
    After: "after",
    Wants: "wants",
    StartLimitIntervalSec: "startLimitIntervalSec",
    StartLimitInterval: "startLimitIntervalSec",
    StartLimitBurst: "startLimitBurst",
    Upholds: `${NEVER}two upheld gateways that exclude each other would both run`,
    RefuseManualStart: `${NEVER}the gateway could not be started by an update`,
    RefuseManualStop: `${NEVER}the gateway could not be stopped by an update`,
  },
  Service: {
    Type: `${NEVER}it is exec, so that a start fails when the program is missing, and notify with gateway.systemd_watchdog_seconds in config`,
    User: "user",
    Group: "group",
    ExecStart: "executable and args",
    ExecReload: "execReload",
    WorkingDirectory: "workingDirectory",
    Environment: "environment",
    Restart: "restart",
    RestartSec: "restartSec",
    RestartForceExitStatus: "restartForceExitStatus",
    SuccessExitStatus: "successExitStatus",
    RestartPreventExitStatus: "restartPreventExitStatus",
    TimeoutSec: "timeoutStartSec and timeoutStopSec",
    TimeoutStartSec: "timeoutStartSec",
    TimeoutStopSec: "timeoutStopSec",
    KillMode: "killMode",
    KillSignal: "killSignal",
    StartLimitInterval: "startLimitIntervalSec",
    StartLimitBurst: "startLimitBurst",
  },
  Install: {
    WantedBy: "wantedBy",
    RequiredBy: `${NEVER}two required gateways that exclude each other would make the target fail`,
    UpheldBy: `${NEVER}two upheld gateways that exclude each other would both run`,
    Also: `${NEVER}enabling this gateway would enable a unit that the plan does not know`,
    Alias: `${NEVER}a second name would escape the plan; use unitName`,
  },
};

/** What to write instead of a directive that the package owns, as a remedy; `undefined` for any other one. */
export function remedyForOwned(section: string, key: string): string | undefined {
  const table = OWNED[section] ?? {};
  const instead = Object.hasOwn(table, key) ? table[key] : undefined;
  if (instead === undefined) return undefined;
  if (instead.startsWith(NEVER)) return `leave it out: ${instead.slice(NEVER.length)}`;
  return `use the option ${instead}`;
}
