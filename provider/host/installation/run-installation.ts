import type { Installation } from "../../core/installation/installation";
import { PINNED_VERSION } from "../../core/installation/installation-rules";
import type { ExecResult, Host } from "../host.js";
import { HostError, isHostErrorCode } from "../host-error.js";
import { lineReader } from "../line-reader.js";
import { notStarted } from "../transaction/not-started.js";
import { type InstallationVerb, installationCommand, installationScript } from "./installation-script.js";

export interface RunInstallationOptions {
  /** Who makes it, `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  /** Told what is being done, one line at a time. @default lines are dropped */
  readonly onProgress?: (line: string) => void;
}

/** What is there of an installation. */
export interface SeenInstallation {
  /** `damaged`: something is there and it is not what was installed, or not the version that is declared. */
  readonly state: "gone" | "whole" | "damaged";
  /** The version that answers; left out: none does. */
  readonly version?: string;
}

/** Beyond what pip may take: waiting for another run, looking, tidying up. */
const REST_SECONDS = 900;

/**
 * Brings a host to a version; a second run changes nothing.
 * @throws HostError with what the host said, where things stand and what to do
 */
export async function ensureInstallation(
  host: Host,
  installation: Installation,
  options: RunInstallationOptions,
): Promise<void> {
  await run(host, "ensure", installation, options);
}

/** Looks at what is there; changes nothing. @throws HostError as {@link ensureInstallation} */
export async function lookAtInstallation(
  host: Host,
  installation: Installation,
  options: RunInstallationOptions,
): Promise<SeenInstallation> {
  const { stdout } = await run(host, "look", installation, { owner: options.owner });
  const line = stdout
    .toString("utf8")
    .split("\n")
    .find((text) => text.startsWith("seen\t"));
  const [, state, version] = line?.split("\t") ?? [];
  if (state !== "gone" && state !== "whole" && state !== "damaged") throw broken(host, String(stdout));
  // it becomes an input of the state, so that it passes what a declared one passes
  return { state, ...(version && PINNED_VERSION.pattern.test(version) ? { version } : {}) };
}

/**
 * Takes away the versions of this owner that nothing uses. What is gone already, and what belongs to another owner,
 * counts as removed. @throws HostError as {@link ensureInstallation}
 */
export async function removeInstallation(
  host: Host,
  installation: Installation,
  options: RunInstallationOptions,
): Promise<void> {
  await run(host, "remove", installation, options);
}

async function run(
  host: Host,
  verb: InstallationVerb,
  installation: Installation,
  { owner, onProgress }: RunInstallationOptions,
): Promise<ExecResult> {
  const deadline = installation.from === "verify" ? 0 : installation.deadlineSeconds;
  const result = await host.exec(installationCommand(verb), {
    stdin: Buffer.from(installationScript(installation, owner)),
    timeoutMs: (deadline + REST_SECONDS) * 1000,
    ...(onProgress ? { onStdout: lineReader(onProgress) } : {}),
  });
  if (result.exitCode === 0) return result;
  throw failed(host, result);
}

/** The script's own words for a failure: `<message> [<code>]`, where things stand, the remedy. */
const FAILURE = /^(?<message>.*) \[(?<code>[a-z-]+)\]\n(?<now> {2}now: .*)\n {2}remedy: (?<remedy>.*)$/m;

function failed(host: Host, { stderr, exitCode, signal }: ExecResult): HostError {
  const said = stderr.toString("utf8");
  const { message, code, now, remedy } = FAILURE.exec(said)?.groups ?? {};
  if (message !== undefined && code !== undefined && remedy !== undefined) {
    return new HostError(isHostErrorCode(code) ? code : "host-script-failed", {
      host: host.label,
      message: `${message}\n${now}`,
      remedy,
    });
  }
  // a log-in shell between us tells a signal as a status from 128 on
  if (signal === undefined && exitCode !== null && exitCode < 128) return notStarted(host, said, exitCode);
  return broken(host, said || `ended by ${signal ?? "an interrupt"}`);
}

function broken(host: Host, said: string): HostError {
  return new HostError("host-script-failed", {
    host: host.label,
    message: `the installation ended without a result: ${said.trim().split("\n").slice(-3).join("; ") || "no output"}`,
    remedy: "run the same command again: every step looks first, and what is unfinished is made anew",
  });
}
