import { sortedUnique } from "../../core/order";
import type { Readiness } from "../../core/plan/fleet-plan";
import { parseLoopbackUrl } from "../../core/rules/loopback-url";
import { oneLine } from "./field-shapes.js";
import type { EnsureOperation } from "./operation.js";

/** How a started gateway is watched and what for, as fields of its operation; everything fits one line. */
export function lifeFields({
  health,
  restartBy,
  life,
  stopSeconds,
  paths,
}: Pick<EnsureOperation, "health" | "restartBy" | "life" | "stopSeconds" | "paths">): Record<string, string> {
  return {
    healthySeconds: String(Math.ceil(health.healthyForSeconds)),
    deadlineSeconds: String(Math.ceil(health.deadlineSeconds)),
    restartBy: restartBy ?? "systemctl",
    killSignal: life.killSignal,
    stopSeconds: String(Math.ceil(stopSeconds)),
    maxStarts: String(Math.min(life.maxStarts, MOST_COUNTED)),
    startsWindow: String(Math.ceil(Math.min(life.startsWindowSeconds, MOST_COUNTED))),
    ...readyFields(health.ready, paths.home),
  };
}

/** More starts, or seconds, than anything is counted by. */
const MOST_COUNTED = 1_000_000_000;

/** The words of a ready command as a frame's lines; empty without one. */
export function readyCommandLines(ready: Readiness | undefined): string {
  return ready && "command" in ready
    ? ready.command.map((word) => `${oneLine("ready.command", word)}\n`).join("")
    : "";
}

/** Longest the script may take on top of the window: one look that hangs. */
export const WATCH_SPARE_SECONDS = 15;

/** Longest sleep of Hermes' breaker, which the window grows by when it is foreseen. */
export const MOST_BREAKER_SECONDS = 300;

function readyFields(ready: Readiness | undefined, home: string): Record<string, string> {
  if (!ready) return { ready: "none" };
  if ("port" in ready) return { ready: "port", readyPort: String(ready.port) };
  if ("command" in ready) return { ready: "command" };
  if ("stateFile" in ready) {
    const platforms = sortedUnique(ready.platforms ?? []).join(" ");
    return { ready: "state_file", ...(platforms === "" ? {} : { readyPlatforms: platforms }) };
  }
  const text = "api" in ready ? ready.api : ready.url;
  const url = text === true ? undefined : parseLoopbackUrl(text);
  if (!url) throw new TypeError(`not an address of the host itself: ${text}`);
  const place = { readyAddress: url.address, readyPort: String(url.port) };
  if ("api" in ready) return { ready: "api", ...place, readyName: apiServerName(home) };
  return {
    ready: "url",
    readyUrl: ready.url,
    ...place,
    readyPath: url.path,
    readyStatus: String(ready.status),
  };
}

/** What Hermes' API server calls itself: the profile that the home leads to (api_server.py and profiles.py, 0.19.0). */
function apiServerName(home: string): string {
  const [, name = "default"] = /\/profiles\/([a-z0-9][a-z0-9_-]{0,63})\/*$/.exec(home) ?? [];
  return name === "default" || name === "custom" ? "hermes-agent" : name;
}
