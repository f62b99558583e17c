import type { Result } from "./unit";
import type { ServiceSettings } from "./unit-file/definition";
import { signalName } from "./unit-file/signals";

/** How a process ended. */
export interface Outcome {
  readonly kind: "exited" | "killed";
  /** Exit status or signal number. */
  readonly status: number;
}

const CLEAN_SIGNALS = [1, 2, 13, 15];

/** Names that systemd puts behind an exit status. */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: "SUCCESS",
  1: "FAILURE",
  2: "INVALIDARGUMENT",
  3: "NOTIMPLEMENTED",
  4: "NOPERMISSION",
  5: "NOTINSTALLED",
  6: "NOTCONFIGURED",
  7: "NOTRUNNING",
  64: "USAGE",
  65: "DATAERR",
  66: "NOINPUT",
  67: "NOUSER",
  68: "NOHOST",
  69: "UNAVAILABLE",
  70: "SOFTWARE",
  71: "OSERR",
  72: "OSFILE",
  73: "CANTCREAT",
  74: "IOERR",
  75: "TEMPFAIL",
  76: "PROTOCOL",
  77: "NOPERM",
  78: "CONFIG",
  200: "CHDIR",
  203: "EXEC",
  216: "GROUP",
  217: "USER",
};

/** `exited, status=78/CONFIG`, as in "Main process exited, code=…". */
export function describeOutcome({ kind, status }: Outcome): string {
  const name = kind === "killed" ? signalName(status) : (STATUS_NAMES[status] ?? "n/a");
  return `code=${kind}, status=${status}/${name}`;
}

export function resultOf(outcome: Outcome, service: ServiceSettings): Result {
  if (isClean(outcome, service)) return "success";
  return outcome.kind === "exited" ? "exit-code" : "signal";
}

/** Whether a service that ended without being asked is started again. */
export function restarts(service: ServiceSettings, outcome: Outcome | undefined, result: Result): boolean {
  const word = outcome && wordOf(outcome);
  if (word !== undefined && service.preventStatus.has(word)) return false;
  if (word !== undefined && service.forceStatus.has(word)) return true;
  switch (service.restart) {
    case "always":
      return true;
    case "on-success":
      return result === "success";
    case "on-failure":
      return result !== "success";
    case "on-abnormal":
      return result !== "success" && result !== "exit-code";
    case "on-abort":
      return result === "signal";
    default:
      return false;
  }
}

function isClean(outcome: Outcome, service: ServiceSettings): boolean {
  if (service.successStatus.has(wordOf(outcome))) return true;
  return outcome.kind === "exited" ? outcome.status === 0 : CLEAN_SIGNALS.includes(outcome.status);
}

function wordOf({ kind, status }: Outcome): string {
  return kind === "exited" ? `exit ${status}` : `signal ${status}`;
}
