import type { Readiness } from "../../core/plan/fleet-plan";
import { parseLoopbackUrl } from "../../core/rules/loopback-url";
import type { EnsureOperation } from "./operation.js";

/** How a started gateway is watched and what for, as fields of its operation; everything fits one line. */
export function lifeFields({
  health,
  restartBy,
  life,
  stopSeconds,
}: Pick<EnsureOperation, "health" | "restartBy" | "life" | "stopSeconds">): Record<string, string> {
  return {
    healthySeconds: String(Math.ceil(health.healthyForSeconds)),
    deadlineSeconds: String(Math.ceil(health.deadlineSeconds)),
    restartBy: restartBy ?? "systemctl",
    killSignal: life.killSignal,
    stopSeconds: String(Math.ceil(stopSeconds)),
    maxStarts: String(life.maxStarts),
    startsWindow: String(Math.ceil(life.startsWindowSeconds)),
    ...readyFields(health.ready),
  };
}

/** The words of a ready command as a frame's lines; empty without one. */
export function readyCommandLines(ready: Readiness | undefined): string {
  return ready && "command" in ready ? ready.command.map((word) => `${word}\n`).join("") : "";
}

/** Longest the script may take on top of the window: one look that hangs. */
export const WATCH_SPARE_SECONDS = 15;

/** Longest sleep of Hermes' breaker, which the window grows by when it is foreseen. */
export const MOST_BREAKER_SECONDS = 300;

function readyFields(ready: Readiness | undefined): Record<string, string> {
  if (!ready) return { ready: "none" };
  if ("port" in ready) return { ready: "port", readyPort: String(ready.port) };
  if ("command" in ready) return { ready: "command" };
  if ("stateFile" in ready) return { ready: "state_file" };
  const url = parseLoopbackUrl(ready.url);
  if (!url) throw new TypeError(`not an address of the host itself: ${ready.url}`);
  return {
    ready: "url",
    readyUrl: ready.url,
    readyAddress: url.address,
    readyPort: String(url.port),
    readyPath: url.path,
    readyStatus: String(ready.status),
  };
}
