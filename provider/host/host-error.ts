import { shownLine, shownText } from "../core/host-text";

/** Permanent codes of what can go wrong between us and a machine. Kebab-case, never reused. */
export const HOST_ERROR_CODES = [
  "host-unreachable",
  "host-key-unknown",
  "host-key-changed",
  "ssh-algorithms-refused",
  "auth-failed",
  "key-unreadable",
  "proxy-failed",
  "connection-invalid",
  "connection-lost",
  "exec-refused",
  "exec-timeout",
  "host-silent",
  "answer-too-large",
  "answer-malformed",
  "no-systemd",
  "systemd-too-old",
  "sudo-denied",
  "tool-missing",
  "host-busy",
  "changed-on-host",
  "already-exists",
  "owned-by-another-stack",
  "own-unit-elsewhere",
  "unit-masked",
  "unit-shadowed",
  "drop-ins-in-effect",
  "gateway-still-running",
  "moved-from-not-looked-at",
  "renamed-from-still-there",
  "mutual-exclusion",
  "manual-switch",
  "gateway-parked",
  "unit-invalid",
  "account-missing",
  "executable-missing",
  "home-unwritable",
  "home-file-changed",
  "home-file-refused",
  "home-not-archived",
  "home-not-moved",
  "hermes-migrated",
  "profile-served",
  "no-user-manager",
  "lock-unusable",
  "lock-held",
  "gateway-failed",
  "guard-failed",
  "rolled-back",
  "rollback-conflict",
  "rollback-failed",
  "host-replaced",
  "state-unusable",
  "interrupted",
  "python-missing",
  "python-unsuitable",
  "venv-missing",
  "index-unreachable",
  "package-not-found",
  "disk-full",
  "install-failed",
  "install-root-unsafe",
  "install-path-unsafe",
  "link-taken",
  "hermes-missing",
  "hermes-version-differs",
  "host-script-failed",
] as const;

export type HostErrorCode = (typeof HOST_ERROR_CODES)[number];

/** Whether a word that a machine said is one of the codes. */
export function isHostErrorCode(word: string): word is HostErrorCode {
  return (HOST_ERROR_CODES as readonly string[]).includes(word);
}

export interface HostErrorDetails {
  /** How messages name the machine: `vm1 (root@192.0.2.10:22)`. */
  readonly host: string;
  /** What happened, with the values; one sentence, no trailing period needed. */
  readonly message: string;
  /** What to do next, with the command where there is one. */
  readonly remedy: string;
  /** What else it is about, for a caller that goes on by it: units, as the host tells them apart. */
  readonly subjects?: readonly string[];
  readonly cause?: unknown;
}

/**
 * A failure that an operator can act on: code, machine, what happened, what to do. Never carries a secret. What it was
 * told of a machine's words is shown as `shownText` shows it.
 */
export class HostError extends Error {
  readonly code: HostErrorCode;
  readonly host: string;
  readonly remedy: string;
  readonly subjects: readonly string[];

  constructor(code: HostErrorCode, details: HostErrorDetails) {
    const host = shownLine(details.host);
    const [title, ...more] = shownText(details.message).split("\n");
    const remedy = shownLine(details.remedy);
    super([`${host}: ${title} [${code}]`, ...more, `  remedy: ${remedy}`].join("\n"), {
      cause: details.cause,
    });
    this.name = "HostError";
    this.code = code;
    this.host = host;
    this.remedy = remedy;
    this.subjects = details.subjects ?? [];
  }
}
