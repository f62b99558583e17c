/** How bad a finding is: an `error` stops the preview, a `warning` is shown and goes on. */
export type FindingSeverity = "error" | "warning";

/** Permanent codes of what can be wrong with a fleet as declared. Kebab-case, never reused. */
export type FindingCode =
  | "duplicate-home"
  | "duplicate-unit-name"
  | "moved-from-still-placed"
  | "moved-from-several-hosts"
  | "shared-port";

/** Something wrong with the fleet as declared. Data only: the edge decides how it is shown. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** What it is about, as `<host key>/<profile key>`, in the order of the plan; never empty. */
  readonly subjects: readonly string[];
  /** What is wrong, with the values; one sentence without a final period. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The option that leads there, as the user wrote it: `profiles.coder.ports`. */
  readonly path?: string;
}
