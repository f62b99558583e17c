/** What counts for an option of an installation that is left out. Written once, here. */
export const INSTALLATION_DEFAULTS = {
  from: "pypi",
  // without aiohttp, which this extra brings, Hermes' API server and webhook never listen, and say nothing (0.19.0)
  extras: ["sms"],
  root: "/opt/hermes-agent",
  keep: 2,
  deadlineSeconds: 900,
  // where a distribution's or the upstream installer's command usually is
  executable: "/usr/local/bin/hermes",
} as const;

/** The name of the package on the index. */
export const PACKAGE = "hermes-agent";

/** The oldest Python that the package runs on: `Requires-Python: <3.14,>=3.11` in 0.18.2 and 0.19.0; pip judges the rest. */
export const OLDEST_PYTHON = { major: 3, minor: 11 } as const;
