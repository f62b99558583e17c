/** What counts for a profile option that is left out, where it depends on nothing else. Written once, here. */
export const PROFILE_DEFAULTS = {
  priority: 0,
  scope: "system",
  user: "hermes",
  executable: "/usr/local/bin/hermes",
  after: ["network-online.target"],
  wants: ["network-online.target"],
  restart: "on-failure",
  restartSec: 5,
  // the health window catches crash loops; a start limit would make a one-minute outage permanent
  startLimitIntervalSec: 0,
  startLimitBurst: 5,
  // 75 is Hermes' planned restart, 78 a configuration that no restart mends (gateway/restart.py)
  restartForceExitStatus: [75],
  successExitStatus: [75],
  restartPreventExitStatus: [78],
  timeoutStopSec: 70,
  // process would leave children behind that keep the port
  killMode: "mixed",
  // SIGTERM ends Hermes 0.19.0 with exit 1, so a plain stop would look like a failure; SIGINT ends it with 0
  killSignal: "SIGINT",
  execReload: ["/bin/kill", "-USR1", "$MAINPID"],
  // works for every version and state of a gateway, ends within timeoutStopSec, and leaves no pause of restartSec
  restartBy: "systemctl",
  wantedBy: ["multi-user.target"],
  // an agent that uses sudo, or another account's files, must not break by an upgrade of this package
  hardening: "off",
  adopt: "refuse",
  delete: "unit",
  takeBack: false,
  linger: true,
} as const;

/** What counts instead with `scope: user`: an account's own manager knows neither of the system's targets. */
export const USER_SCOPE_DEFAULTS = {
  after: [],
  wants: [],
  wantedBy: ["default.target"],
} as const;

/** Shortest deadline of a health window, in seconds. */
export const HEALTH_DEADLINE_SECONDS = 60;

/** What an address must answer for a gateway to be ready. */
export const READY_STATUS = 200;

/** Variables that every unit sets; HERMES_HOME comes from `home`. The second stops Hermes from following the sticky profile. */
export const SUPERVISED_ENVIRONMENT = { HERMES_SUPERVISED_CHILD: "1" } as const;

/** What counts for a host option that is left out. */
export const HOST_DEFAULTS = {
  systemd: 252,
  connectDeadlineSeconds: 120,
  onUnreachable: "fail",
  keepGenerations: false,
} as const;

/** What counts for an option of the whole fleet that is left out. */
export const FLEET_DEFAULTS = {
  name: "hermes",
  exclusion: "detected",
  portRange: { from: 9200, to: 9800 },
  survey: "off",
  surveyDeadlineSeconds: 10,
  foreign: "warn",
} as const;
