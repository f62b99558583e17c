import { sortedEntries } from "../order";
import { secondsText } from "../rules/numbers";
import type { GatewaySpec } from "../spec/gateway-spec";
import { commandLine, quoteWord } from "../unit-file/quote-word";
import { hardeningDirectives } from "./hardening";
import { EXCLUDES_KEY, LOCK_TAKEN_STATUS, lockedCommand } from "./lock-wrapper";
import { startLines } from "./watchdog";

/**
 * The service unit of one gateway. Lines end in LF, the text ends in one; no ownership mark. Equal specs give equal
 * bytes. Shape: the unit proven on real hosts; with a lock only where a gateway of another manager is excluded.
 */
export function renderGatewayUnit(spec: GatewaySpec): string {
  return [
    section("Unit", unitLines(spec), spec.directives.Unit),
    section("Service", serviceLines(spec), { ...spec.directives.Service, ...hardeningDirectives(spec) }),
    section("Install", [line("WantedBy", spec.wantedBy)], spec.directives.Install),
  ].join("\n");
}

function unitLines(spec: GatewaySpec): string[] {
  const excluded = [...spec.conflicts, ...(spec.foreign ?? [])];
  return [
    `Description=${literal(spec.description)}`,
    line("After", spec.after),
    line("Wants", spec.wants),
    // one-sided: only the higher member names the lower, in both; a mutual pair starts nobody or anybody at boot
    line("Conflicts", excluded),
    line("Before", excluded),
    // systemd skips X- keys; an update reads here whom it has to stop in other managers
    line(EXCLUDES_KEY, spec.excludes ?? []),
    spec.refuseManualStart ? "RefuseManualStart=yes" : "",
    `StartLimitIntervalSec=${secondsText(spec.startLimitIntervalSec)}`,
    spec.startLimitIntervalSec > 0 ? `StartLimitBurst=${spec.startLimitBurst}` : "",
  ];
}

function serviceLines(spec: GatewaySpec): string[] {
  const { type, timeout } = startLines(spec);
  return [
    ...type,
    // an account's own manager can run nothing as somebody else
    spec.scope === "user" ? "" : `User=${spec.user}`,
    spec.scope === "user" || spec.group === undefined ? "" : `Group=${spec.group}`,
    `ExecStart=${commandLine(lockedCommand(spec.locks ?? [], [spec.executable, ...spec.args]))}`,
    spec.execReload.length === 0 ? "" : `ExecReload=${reloadCommand(spec.execReload)}`,
    `WorkingDirectory=-${literal(spec.workingDirectory)}`,
    ...sortedEntries(spec.environment).map(
      ([name, value]) => `Environment=${quoteWord(`${name}=${value}`, { exec: false })}`,
    ),
    `Restart=${spec.restart}`,
    `RestartSec=${secondsText(spec.restartSec)}`,
    line("RestartForceExitStatus", spec.restartForceExitStatus),
    line("SuccessExitStatus", spec.successExitStatus),
    line("RestartPreventExitStatus", neverRestarting(spec)),
    timeout,
    `TimeoutStopSec=${secondsText(spec.timeoutStopSec)}`,
    `KillMode=${spec.killMode}`,
    `KillSignal=${spec.killSignal}`,
  ];
}

/** Without the lock's own status every refused start would be tried again, until a start limit is hit. */
function neverRestarting({ restartPreventExitStatus, locks }: GatewaySpec): string[] {
  const taken = String(LOCK_TAKEN_STATUS);
  if (locks === undefined || restartPreventExitStatus.includes(taken)) return restartPreventExitStatus;
  return [...restartPreventExitStatus, taken];
}

function section(
  name: string,
  own: readonly string[],
  further: Readonly<Record<string, readonly string[]>>,
): string {
  const lines = sortedEntries(further).flatMap(([key, values]) => values.map((value) => `${key}=${value}`));
  return `${[`[${name}]`, ...own.filter((text) => text !== ""), ...lines].join("\n")}\n`;
}

/** A list on one line; no line for an empty list, because an empty assignment would mean something else. */
function line(key: string, words: readonly string[]): string {
  return words.length === 0 ? "" : `${key}=${words.join(" ")}`;
}

/** Text of a directive that systemd does not unquote but in which it expands specifiers. */
function literal(text: string): string {
  return text.replaceAll("%", "%%");
}

/** `$MAINPID` alone is a variable, as systemd.service(5) sets it for a reload; every other `$` is literal. */
function reloadCommand(words: readonly string[]): string {
  return words.map((word) => (word === "$MAINPID" ? word : commandLine([word]))).join(" ");
}
