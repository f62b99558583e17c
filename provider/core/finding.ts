/** How bad a finding is: an `error` stops the preview, a `warning` is shown and goes on. */
export type FindingSeverity = "error" | "warning";

/** Permanent codes of what can be wrong with a fleet as declared. Kebab-case, never reused. */
export const FINDING_CODES = [
  "acceptance-unused",
  "account-home-differs",
  "api-server-not-askable",
  "api-server-without-key",
  "command-as-root",
  "config-refusal-restarts",
  "contends-with-another-stack",
  "credential-not-compared",
  "credential-on-several-hosts",
  "credential-shared-later",
  "credential-within-gateway",
  "default-port-clash",
  "dependency-on-other-scope",
  "desired-over-priority",
  "desired-running-excluded",
  "disabled-platform-starts",
  "drop-in-in-effect",
  "duplicate-home",
  "duplicate-unit-name",
  "exclusion-within-gateway",
  "foreign-unit",
  "foreign-unit-not-excluded",
  "gateway-as-root",
  "group-in-user-scope",
  "home-not-where-profile-leads",
  "home-of-another-profile",
  "host-not-seen",
  "ignored-config-spelling",
  "legacy-unit-name",
  "linger-needed",
  "listener-twice",
  "matrix-device-in-several-homes",
  "moved-from-several-hosts",
  "moved-from-still-placed",
  "multiplexer-beside-standalone",
  "multiplexing-in-named-profile",
  "nested-home",
  "nobody-runs",
  "opened-as-root",
  "order-cycle",
  "orphaned-gateway",
  "port-held",
  "port-not-allocated",
  "port-not-known",
  "port-on-served-profile",
  "port-range-exhausted",
  "profile-argument-mismatch",
  "replace-argument",
  "same-machine",
  "served-by-nobody",
  "setting-of-served-profile",
  "shared-credential",
  "shared-matrix-device",
  "shared-port",
  "shared-whatsapp-session",
  "stop-leaves-children",
  "stop-timeout-below-drain",
  "survey-incomplete",
  "systemd-conflicts-itself",
  "systemd-conflicts-not-a-unit",
  "systemd-conflicts-other-scope",
  "systemd-too-old",
  "take-over-drops",
  "target-of-system-scope",
  "topology-contradicted",
  "unguarded-standby",
  "unit-in-both-scopes",
  "unit-name-of-another-profile",
  "unit-name-unknown-to-hermes",
  "wants-excluded",
  "watchdog-setting-ignored",
  "watchdog-without-setting",
] as const;

/** One of {@link FINDING_CODES}. */
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something wrong with the fleet as declared. Data only: the edge decides how it is shown. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /**
   * What it is about, as `<host key>/<profile key>`, in the order of the plan; `<host key>/<unit>` or
   * `<host key>/<account>@<unit>` for a unit that is none of the plan's, `<host key>` for a whole host, the fleet's
   * name where it is about none of these. Never empty.
   */
  readonly subjects: readonly string[];
  /** What is wrong, with the values; one sentence without a final period. Never a secret. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The option that leads there, as the user wrote it: `profiles.coder.ports`. */
  readonly path?: string;
  /** Why the user takes it as it is; left out: it was not accepted. */
  readonly accepted?: string;
}

/** Whether a finding stops the preview. */
export function stops(finding: Finding): boolean {
  return finding.severity === "error" && finding.accepted === undefined;
}
