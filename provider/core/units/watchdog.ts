import { secondsText } from "../rules/numbers";
import type { GatewaySpec } from "../spec/gateway-spec";

/** Hermes' breaker sleeps up to 300 s before it is ready; systemd's own 90 s would end it there, as one start more. */
const LONGEST_START_SECONDS = 390;

/**
 * How systemd learns that the gateway runs. `notify` where Hermes tells it so, which it does only with a watchdog at
 * both ends; with one at neither its start would never end. What `directives` say of it stays as it is.
 */
export function startLines({ watchdogSeconds, directives, timeoutStartSec }: GatewaySpec): {
  readonly type: readonly string[];
  readonly timeout: string;
} {
  const timeout = (seconds: number) => `TimeoutStartSec=${secondsText(seconds)}`;
  const declared = timeoutStartSec === undefined ? "" : timeout(timeoutStartSec);
  if (watchdogSeconds === undefined || watchdogDirective(directives.Service) === "off") {
    // exec, not simple: a start then fails when the program, the account or the directory is missing
    return { type: ["Type=exec"], timeout: declared };
  }
  const unless = (key: string, text: string) =>
    Object.hasOwn(directives.Service, key) ? "" : `${key}=${text}`;
  return {
    type: [
      "Type=notify",
      unless("NotifyAccess", "main"),
      unless("WatchdogSec", secondsText(watchdogSeconds)),
    ],
    timeout: declared || timeout(LONGEST_START_SECONDS),
  };
}

/** What a directive `WatchdogSec=` of the user's own does; `undefined` without one. */
export function watchdogDirective(
  service: Readonly<Record<string, readonly string[]>>,
): "on" | "off" | undefined {
  const value = Object.hasOwn(service, "WatchdogSec") ? service.WatchdogSec?.at(-1) : undefined;
  if (value === undefined) return undefined;
  return /^(|infinity|[0.]+\s*[a-z]*)$/.test(value.trim()) ? "off" : "on";
}
