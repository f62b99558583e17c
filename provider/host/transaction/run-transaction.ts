import { breaksRules, type ExecLimits } from "../command-output.js";
import type { ExecResult, Host } from "../host.js";
import { HostError } from "../host-error.js";
import { bootstrapCommand } from "../script/host-script.js";
import { type Answer, readAnswer, type Settled } from "./answer.js";
import { applyAnswerLimits, lookAnswerLimits } from "./answer-limits.js";
import { type Confirmation, confirmOnHost } from "./confirm.js";
import { ConfirmAtEnd } from "./confirm-at-end.js";
import { failureError } from "./failure.js";
import { failureOf } from "./failure-of.js";
import { applyRequest, budgetOf, CONFIRM_SECONDS, observeRequest } from "./frames.js";
import { gapLines } from "./gap.js";
import { inShape } from "./in-shape.js";
import type { ApplyOperation, HostOperation, Observed, ObserveOperation, ResultOf } from "./operation.js";
import { ProgressReader } from "./progress-reader.js";
import { ensured, observed, removed, served } from "./results.js";
import { systemName } from "./system-name.js";

export interface TransactionOptions {
  /** Longest wait for the host's lock, in seconds. @default 120 */
  readonly lockWaitSeconds?: number;
  /** Told what is being waited for, one line at a time. */
  readonly onProgress?: (line: string) => void;
  /** Told when everything is started and only watched; a transaction with other gateways can begin. */
  readonly onWatching?: () => void;
  /** Told after how many seconds the host puts itself back, each time that this is known anew. */
  readonly onArmed?: (seconds: number) => void;
  /** What the machine may take for its answers; what is left out follows from what it is asked to do. */
  readonly limits?: Partial<ExecLimits>;
  /** Another connection to the same machine, for a confirm whose own was lost. @default none */
  readonly reconnect?: () => Promise<Host>;
}

/** An operation's result, or why it failed; in the order of the operations. */
export type Outcome<O extends HostOperation> = ResultOf<O> | HostError;

/**
 * Carries out operations on one machine as one transaction: one exec, one `daemon-reload`, and a short confirm of what
 * was started, without which the host puts itself back. A failed operation takes its exclusion group along, which is
 * put back; the others keep their result.
 * @throws HostError when nothing was carried out: the connection, sudo, the lock, an unsuitable machine.
 */
export async function applyOnHost(
  host: Host,
  operations: readonly ApplyOperation[],
  options: TransactionOptions = {},
): Promise<Outcome<ApplyOperation>[]> {
  const { lockWaitSeconds = 120 } = options;
  const request = applyRequest(operations, { lockWaitSeconds });
  const budget = budgetOf(operations, { lockWaitSeconds });
  const limits = applyAnswerLimits(operations, request, budget, lockWaitSeconds);
  const answer = await exchange(host, { request, limits, operations: operations.length }, options);
  for (const line of gapLines(operations, answer)) options.onProgress?.(line);
  const refusal = await confirmed(host, answer, options);
  return inShape(host, () =>
    operations.map((operation, index) => {
      const failure = failureOf(host, operation, index, answer, operations) ?? refusal?.(operation);
      if (failure) return failure;
      if (operation.kind === "ensure") return ensured(operation, index, answer);
      return operation.kind === "serve" ? served(operation, index, answer) : removed(index, answer);
    }),
  );
}

/** Looks at units on one machine in one exec; changes nothing. @throws HostError as {@link applyOnHost} */
export async function observeOnHost(
  host: Host,
  operations: readonly ObserveOperation[],
  options: TransactionOptions = {},
): Promise<Observed[]> {
  const request = observeRequest(operations);
  const limits = lookAnswerLimits(operations, request);
  const answer = await exchange(host, { request, limits, operations: operations.length }, options);
  return inShape(host, () => operations.map((operation, index) => observed(operation, index, answer)));
}

interface Question {
  readonly request: Buffer;
  readonly limits: Partial<ExecLimits>;
  readonly operations: number;
}

async function exchange(
  host: Host,
  { request, limits, operations }: Question,
  options: TransactionOptions,
): Promise<Answer> {
  let armed: number | undefined;
  const onArmed = (seconds: number): void => {
    armed = seconds;
    options.onArmed?.(seconds);
  };
  const confirm = new ConfirmAtEnd();
  const progress = new ProgressReader({ ...options, onArmed });
  const onStdout = (chunk: Buffer): void =>
    inShape(host, () => {
      confirm.hear(chunk);
      progress.read(chunk);
    });
  const asked = {
    stdin: request,
    onStdout,
    reply: () => confirm.reply(),
    limits: { ...limits, ...options.limits },
  };
  const result = await host
    .exec(bootstrapCommand(host.user), asked)
    .catch((error: unknown): ExecResult => {
      const whole = isLost(error) ? confirm.wholeAnswer : undefined;
      if (whole) return whole;
      throw armed === undefined ? error : leftAlone(error, armed);
    })
    .finally(() => progress.end());
  const stderr = result.stderr.toString("utf8");
  const answer = readAnswer(host, result.stdout, stderr, result.exitCode, operations);
  for (const one of answer.settled) options.onProgress?.(settledText(one));
  const whole = answer.failures.get("-");
  if (whole) {
    const detail = [whole.detail, systemName(answer.blobs.get("-/os-release"))]
      .filter((text) => text !== "")
      .join(", ");
    throw failureError({ host: host.label, unit: "", ...whole, detail, standing: "nothing was changed" });
  }
  return answer;
}

/** What is to be said of operations that succeeded on a machine which then put itself back; nothing when it did not. */
async function confirmed(
  host: Host,
  { unconfirmed, confirmation }: Answer,
  { reconnect }: TransactionOptions,
): Promise<((operation: ApplyOperation) => HostError) | undefined> {
  if (unconfirmed === undefined) return undefined;
  const { outcome, detail } =
    confirmation ??
    (await confirmOnHost(host, unconfirmed, reconnect).catch(
      (error: unknown): Confirmation => ({
        outcome: "rolled-back",
        detail: `it could not be reached to confirm the change, after which it does so within ${CONFIRM_SECONDS} s (${firstLine(error)})`,
      }),
    ));
  if (outcome === "confirmed") return undefined;
  return ({ unit }) => failureError({ host: host.label, unit, code: outcome, detail, standing: "" });
}

function settledText({ outcome, stack, detail }: Settled): string {
  const what = outcome === "rolled-back" ? "the host has put back" : "the host could not put back";
  return `${what} a change of ${stack} that nobody saw through: ${detail} [${outcome}]`;
}

/** The connection ended in the middle; the machine knows what to do without us. */
function leftAlone(error: unknown, seconds: number): unknown {
  if (!(error instanceof HostError)) return error;
  const lost = error.code === "connection-lost";
  if (!lost && error.code !== "exec-timeout" && !breaksRules(error)) return error;
  const what = lost ? "the connection was lost" : "the host was given up";
  return new HostError(error.code, {
    host: error.host,
    message: `${what} while the change was under way (${firstLine(error)})\n  now: the host goes on with it by itself; if that does not end well it puts itself back, at the latest ${seconds} s after it was last heard of`,
    remedy: error.remedy,
    cause: error,
  });
}

function isLost(error: unknown): error is HostError {
  return error instanceof HostError && error.code === "connection-lost";
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
