/** How much of the host a gateway may use. */
export const HARDENING_LEVELS = ["off", "basic", "strict"] as const;

/** When systemd starts a gateway again, spelled as systemd spells it. */
export const RESTART_POLICIES = [
  "no",
  "on-success",
  "on-failure",
  "on-abnormal",
  "on-watchdog",
  "on-abort",
  "always",
] as const;

/** Which processes of a gateway a stop ends. */
export const KILL_MODES = ["mixed", "control-group", "process"] as const;

/** Signals that may begin a stop. SIGUSR1 is none: Hermes takes it for a planned restart. */
export const KILL_SIGNALS = ["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGABRT", "SIGKILL"] as const;

/** Who begins a restart that a change needs: systemd's own stop and start, or Hermes told by SIGUSR1. */
export const RESTART_WAYS = ["systemctl", "signal"] as const;

/** What to do with a unit file that is there already and not ours. */
export const ADOPT_POLICIES = ["refuse", "take-over"] as const;

/** What goes when a profile is taken out of the fleet. */
export const DELETE_POLICIES = ["unit", "profile"] as const;

/** What a boot and an update may lead to for one gateway, instead of what the priorities say. */
export const DESIRED_STATES = ["running", "standby", "stopped"] as const;

/** Which gateways of a host exclude each other. */
export const EXCLUSION_MODES = ["detected", "all", "declared"] as const;

/** Whether each profile has a gateway of its own, or the default profile's serves all of its account. */
export const TOPOLOGIES = ["per-profile", "multiplexed"] as const;

/** Whether the program asks every host what is there before it plans. */
export const SURVEY_MODES = ["off", "warn", "require"] as const;

/** What to do about gateway units on a host that nobody of this package owns. */
export const FOREIGN_POLICIES = ["warn", "exclude", "refuse"] as const;

/** Managers that may run a gateway: process 1, or the one of the gateway's own account. */
export const SCOPES = ["system", "user"] as const;

/** The oldest systemd that knows `Type=exec`. */
export const OLDEST_SYSTEMD = 240;

/** Priorities run from minus to plus this. */
export const PRIORITY_LIMIT = 1_000_000;
