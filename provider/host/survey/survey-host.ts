import type { SeenHost } from "../../core/facts/host-facts";
import { connect } from "../connect.js";
import type { Connection } from "../connection.js";
import type { ExecResult, Host } from "../host.js";
import { HostError } from "../host-error.js";
import { notStarted } from "../transaction/not-started.js";
import { parseSurvey } from "./parse-survey.js";
import { surveyCommand, surveyRequest } from "./survey-script.js";

export interface SurveyOptions {
  /** The operator's key for the machine. */
  readonly hostKeyName: string;
  /** Longest the dial and the answer may take together, in milliseconds. */
  readonly deadlineMs: number;
  /** Longest wait for a machine that does not answer yet, in milliseconds; 0 dials once. */
  readonly connectMs: number;
  /** Accounts whose user managers are asked about. */
  readonly accounts: readonly string[];
  /** Environment with `HERMES_FLEET_SSH_*`. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks a machine what is there: one connection, one exec, nothing is changed.
 * @throws HostError when it cannot be reached or asked in time, or has no systemd.
 */
export async function surveyHost(connection: Connection, options: SurveyOptions): Promise<SeenHost> {
  const { hostKeyName, deadlineMs, connectMs, env } = options;
  const signal = AbortSignal.timeout(deadlineMs);
  const began = performance.now();
  const host = await connect(connection, {
    hostKeyName,
    deadlineMs: Math.min(connectMs, deadlineMs),
    signal,
    ...(env === undefined ? {} : { env }),
  }).catch((error: unknown) => {
    throw signal.aborted ? tooSlow(hostKeyName, deadlineMs) : error;
  });
  try {
    const left = Math.max(1, Math.ceil(deadlineMs - (performance.now() - began)));
    const stdin = surveyRequest(options.accounts);
    return seenBy(host, await host.exec(surveyCommand(host.user), { stdin, timeoutMs: left }));
  } finally {
    await host.close();
  }
}

function seenBy(host: Host, result: ExecResult): SeenHost {
  const answer = parseSurvey(result.stdout.toString("utf8"));
  if (answer === undefined) throw notStarted(host, result.stderr.toString("utf8"), result.exitCode);
  if (answer.seen) return answer.seen;
  throw new HostError("no-systemd", {
    host: host.label,
    message: `it does not run systemd: ${answer.failure.detail}`,
    remedy: "gateways need a machine that was booted with systemd; containers often are not",
  });
}

function tooSlow(host: string, deadlineMs: number): HostError {
  return new HostError("host-unreachable", {
    host,
    message: `no answer to the survey within ${deadlineMs / 1000} s`,
    remedy: "check that the machine runs; raise surveyDeadlineSeconds for a slow one",
  });
}
