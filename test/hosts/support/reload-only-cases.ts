/** A directive's new value, and the property by which the manager shows that it took it up. */
export interface ReloadCase {
  readonly value: string;
  readonly property: string;
  /** What stands in the property afterwards. */
  readonly shows: string;
}

const other = (property: string): ReloadCase => ({
  value: "dbus.service",
  property,
  shows: "dbus.service",
});

const as = (value: string, property: string, shows = value): ReloadCase => ({ value, property, shows });

/** By `section/directive`; conditions and asserts are judged together, by the manager's list of them. */
export const RELOAD_CASES: Readonly<Record<string, ReloadCase>> = {
  "Unit/Description": as("another text", "Description"),
  "Unit/Documentation": as("man:other(1)", "Documentation"),
  "Unit/SourcePath": as("/etc/hostname", "SourcePath"),
  "Unit/Requires": other("Requires"),
  "Unit/Requisite": other("Requisite"),
  "Unit/Wants": other("Wants"),
  "Unit/BindsTo": other("BindsTo"),
  "Unit/Upholds": other("Upholds"),
  "Unit/PartOf": other("PartOf"),
  "Unit/Conflicts": as("none.service", "Conflicts"),
  "Unit/Before": as("none.service", "Before"),
  "Unit/After": as("none.service", "After"),
  "Unit/OnSuccess": as("none.service", "OnSuccess"),
  "Unit/OnFailure": as("none.service", "OnFailure"),
  "Unit/PropagatesReloadTo": as("none.service", "PropagatesReloadTo"),
  "Unit/ReloadPropagatedFrom": as("none.service", "ReloadPropagatedFrom"),
  "Unit/PropagatesStopTo": as("none.service", "PropagatesStopTo"),
  "Unit/StopPropagatedFrom": as("none.service", "StopPropagatedFrom"),
  "Unit/RequiresMountsFor": as("/srv/none", "RequiresMountsFor"),
  "Unit/RefuseManualStart": as("yes", "RefuseManualStart"),
  "Unit/RefuseManualStop": as("yes", "RefuseManualStop"),
  "Unit/DefaultDependencies": as("no", "DefaultDependencies"),
  "Unit/OnSuccessJobMode": as("replace", "OnSuccessJobMode"),
  "Unit/OnFailureJobMode": as("fail", "OnFailureJobMode"),
  "Unit/OnFailureIsolate": as("yes", "OnFailureJobMode", "isolate"),
  "Unit/IgnoreOnIsolate": as("yes", "IgnoreOnIsolate"),
  "Unit/StartLimitIntervalSec": as("77", "StartLimitIntervalUSec", "1min 17s"),
  "Unit/StartLimitInterval": as("78", "StartLimitIntervalUSec", "1min 18s"),
  "Unit/StartLimitBurst": as("79", "StartLimitBurst"),
  "Unit/StartLimitAction": as("reboot", "StartLimitAction"),
  "Unit/FailureAction": as("reboot", "FailureAction"),
  "Unit/SuccessAction": as("reboot", "SuccessAction"),
  "Unit/FailureActionExitStatus": as("5", "FailureActionExitStatus"),
  "Unit/SuccessActionExitStatus": as("6", "SuccessActionExitStatus"),
  "Unit/CollectMode": as("inactive-or-failed", "CollectMode"),
  "Service/ExecReload": as("/bin/true reloads", "ExecReload", "/bin/true reloads"),
  "Service/ExecStop": as("/bin/true stops", "ExecStop", "/bin/true stops"),
  "Service/ExecStopPost": as("/bin/true stopped", "ExecStopPost", "/bin/true stopped"),
  "Service/Restart": as("on-abort", "Restart"),
  "Service/RestartSec": as("7", "RestartUSec", "7s"),
  "Service/TimeoutSec": as("44", "TimeoutStopUSec", "44s"),
  "Service/TimeoutStartSec": as("45", "TimeoutStartUSec", "45s"),
  "Service/TimeoutStopSec": as("46", "TimeoutStopUSec", "46s"),
  "Service/TimeoutStartFailureMode": as("kill", "TimeoutStartFailureMode"),
  "Service/TimeoutStopFailureMode": as("abort", "TimeoutStopFailureMode"),
  "Service/StartLimitInterval": as("87", "StartLimitIntervalUSec", "1min 27s"),
  "Service/StartLimitBurst": as("88", "StartLimitBurst"),
  "Service/StartLimitAction": as("reboot", "StartLimitAction"),
  "Service/RestartPreventExitStatus": as("41", "RestartPreventExitStatus"),
  "Service/RestartForceExitStatus": as("42", "RestartForceExitStatus"),
  "Service/SuccessExitStatus": as("43", "SuccessExitStatus"),
  "Service/SendSIGKILL": as("no", "SendSIGKILL"),
  "Service/SendSIGHUP": as("yes", "SendSIGHUP"),
  "Service/KillMode": as("process", "KillMode"),
  "Service/KillSignal": as("SIGUSR2", "KillSignal", "12"),
  "Service/RestartKillSignal": as("SIGUSR2", "RestartKillSignal", "12"),
  "Service/FinalKillSignal": as("SIGQUIT", "FinalKillSignal", "3"),
};
