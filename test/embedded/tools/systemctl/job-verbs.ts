import type { Job, JobResult, JobType } from "../../manager/jobs";
import { TransactionError } from "../../manager/transaction/transaction-error";
import type { Result } from "../../manager/unit";
import type { ToolAnswer } from "../tool";
import { type Arguments, unitName } from "./arguments";
import type { SystemctlContext, Verb } from "./systemctl";

/** Verbs that ask for jobs and wait for them. */
export const JOB_VERBS: Readonly<Record<string, Verb>> = {
  start: (context, args) => requestAll(context, args, "start", "start"),
  stop: (context, args) => requestAll(context, args, "stop", "stop"),
  restart: (context, args) => requestAll(context, args, "restart", "restart"),
  "try-restart": (context, args) => requestAll(context, args, "restart", "try-restart"),
  "reload-or-restart": (context, args) => requestAll(context, args, "restart", "reload-or-restart"),
};

/** Each word is a request of its own; all are made before the first of them begins. */
export async function requestAll(
  context: SystemctlContext,
  { words, flags }: Arguments,
  type: JobType,
  verb: string,
): Promise<ToolAnswer> {
  const errors: string[] = [];
  const jobs: Job[] = [];
  let code = 0;
  for (const name of words.map(unitName)) {
    const warning = changedOnDisk(context, name);
    if (warning) errors.push(warning);
    try {
      const job = request(context, type, verb, name);
      if (job) jobs.push(job);
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      errors.push(`Failed to ${verb} ${name}: ${describe(error, type)}`);
      code = exitStatus(error);
    }
  }
  if (flags.has("--no-block")) return { code, err: joined(errors) };
  for (const job of jobs) {
    const result = await job.finished;
    if (result === "done" || result === "skipped") continue;
    code = 1;
    errors.push(...complaint(job.unit.name, result, job.unit.result));
  }
  return {
    code,
    err: joined(flags.has("--quiet") ? errors.filter((line) => !line.startsWith("Job")) : errors),
  };
}

/** @returns `undefined` when there is nothing to do */
function request({ manager }: SystemctlContext, type: JobType, verb: string, name: string): Job | undefined {
  const unit = manager.registry.get(name);
  const { definition } = unit;
  if (verb === "try-restart" && definition.loadState === "loaded" && unit.isDown()) return undefined;
  if (type === "stop" && definition.loadState === "not-found" && unit.isDown()) {
    throw new TransactionError("not-found", name);
  }
  if (type !== "stop" && definition.loadState === "loaded" && definition.refuseManualStart) {
    throw new TransactionError("manual-start-refused", name);
  }
  return manager.engine.request(type, name);
}

function changedOnDisk({ manager }: SystemctlContext, name: string): string | undefined {
  const unit = manager.registry.loaded(name);
  if (unit?.definition.loadState !== "loaded" || !manager.registry.needsReload(unit)) return undefined;
  return `Warning: The unit file, source configuration file or drop-ins of ${name} changed on disk. Run 'systemctl daemon-reload' to reload units.`;
}

function describe(error: TransactionError, type: JobType): string {
  if (type === "stop" && error.refusal === "not-found") return `Unit ${error.unit} not loaded.`;
  if (error.refusal === "not-found" || error.refusal === "masked") return error.message;
  return `${error.message}\nSee system logs and 'systemctl status ${error.unit}' for details.`;
}

function exitStatus({ refusal }: TransactionError): number {
  return refusal === "not-found" ? 5 : refusal === "manual-start-refused" ? 4 : 1;
}

const REASONS: Readonly<Partial<Record<Result, string>>> = {
  resources: "of unavailable resources or another system error",
  timeout: "a timeout was exceeded",
  "exit-code": "the control process exited with error code",
  signal: "a fatal signal was delivered to the control process",
  "start-limit-hit": "start of the service was attempted too often",
};

function complaint(name: string, job: JobResult, result: Result): string[] {
  if (job === "canceled") return [`Job for ${name} canceled.`];
  if (job === "dependency") {
    return [`A dependency job for ${name} failed. See 'journalctl -xe' for details.`];
  }
  const lines = [
    `Job for ${name} failed because ${REASONS[result] ?? "an unknown reason"}.`,
    `See "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`,
  ];
  if (result !== "start-limit-hit") return lines;
  return [
    ...lines,
    `To force a start use "systemctl reset-failed ${name}"`,
    `followed by "systemctl start ${name}" again.`,
  ];
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
