import type { Host } from "../host.js";
import type { HostError } from "../host-error.js";
import { bootstrapCommand } from "../script/host-script.js";
import { type Answer, readAnswer } from "./answer.js";
import { innerDigest, renderEnvBlock } from "./env-block.js";
import { exclusionGroups } from "./exclusion-groups.js";
import { failureError } from "./failure.js";
import { applyRequest, observeRequest } from "./frames.js";
import type {
  ApplyOperation,
  Ensured,
  EnsureOperation,
  HostOperation,
  Observed,
  ObserveOperation,
  Recorded,
  Removed,
  ResultOf,
} from "./operation.js";
import { sha256 } from "./sha256.js";
import { systemName } from "./system-name.js";

export interface TransactionOptions {
  /** Longest wait for the host's lock, in seconds. @default 120 */
  readonly lockWaitSeconds?: number;
  /** Told what is being waited for, one line at a time. */
  readonly onProgress?: (line: string) => void;
  /** Told when everything is started and only watched; a transaction with other gateways can begin. */
  readonly onWatching?: () => void;
}

/** An operation's result, or why it failed; in the order of the operations. */
export type Outcome<O extends HostOperation> = ResultOf<O> | HostError;

/**
 * Carries out operations on one machine as one transaction: one exec, one `daemon-reload`. A failed operation takes
 * its exclusion group along, which is put back; the others keep their result.
 * @throws HostError when nothing was carried out: the connection, sudo, the lock, an unsuitable machine.
 */
export async function applyOnHost(
  host: Host,
  operations: readonly ApplyOperation[],
  options: TransactionOptions = {},
): Promise<Outcome<ApplyOperation>[]> {
  const request = applyRequest(operations, { lockWaitSeconds: options.lockWaitSeconds ?? 120 });
  const answer = await exchange(host, request, options);
  return operations.map((operation, index) => {
    const failure = failureOf(host, operation, index, answer, operations);
    if (failure) return failure;
    return operation.kind === "ensure" ? ensured(operation, index, answer) : removed(index, answer);
  });
}

/** Looks at units on one machine in one exec; changes nothing. @throws HostError as {@link applyOnHost} */
export async function observeOnHost(
  host: Host,
  operations: readonly ObserveOperation[],
  options: TransactionOptions = {},
): Promise<Observed[]> {
  const answer = await exchange(host, observeRequest(operations), options);
  return operations.map((operation, index) => observed(operation, index, answer));
}

async function exchange(host: Host, request: Buffer, options: TransactionOptions): Promise<Answer> {
  const result = await host.exec(bootstrapCommand(host.user), {
    stdin: request,
    onStdout: progressReader(options),
  });
  const answer = readAnswer(host, result.stdout, result.stderr.toString("utf8"), result.exitCode);
  const whole = answer.failures.get("-");
  if (whole) {
    const detail = [whole.detail, systemName(answer.blobs.get("-/os-release"))]
      .filter((text) => text !== "")
      .join(", ");
    throw failureError({ host: host.label, unit: "", ...whole, detail, standing: "nothing was changed" });
  }
  return answer;
}

function progressReader({ onProgress, onWatching }: TransactionOptions): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("progress\t")) onProgress?.(line.slice("progress\t".length));
      else if (line === "watching") onWatching?.();
    }
  };
}

function failureOf(
  host: Host,
  operation: ApplyOperation,
  index: number,
  answer: Answer,
  operations: readonly ApplyOperation[],
): HostError | undefined {
  const applied = answer.about.get(index)?.some(([word]) => word === "applied");
  const own = answer.failures.get(String(index));
  if (!own && (applied || operation.kind !== "ensure")) return undefined;
  const groups = own ? [] : exclusionGroups(operations);
  const cause = own
    ? index
    : operations.findIndex((_, i) => groups[i] === groups[index] && answer.failures.has(String(i)));
  const failure = answer.failures.get(String(cause)) ?? {
    code: "host-script-failed",
    detail: "it was left out",
  };
  const journal = answer.blobs.get(`${cause}/journal`)?.toString("utf8");
  return failureError({
    host: host.label,
    unit: operations[cause]?.unit ?? operation.unit,
    ...failure,
    ...(journal ? { journal } : {}),
    standing: standing(operation, index, answer),
    ...(own ? {} : { takenAlong: operation.unit }),
  });
}

function standing(operation: ApplyOperation, index: number, answer: Answer): string {
  const restored = answer.about.get(index)?.some(([word]) => word === "restored");
  const back = answer.putBack.map(([unit, state]) => `${unit} is ${state} again`);
  return [restored ? restoredText(operation) : "nothing of it was changed", ...back].join(", ");
}

function restoredText({ recorded }: ApplyOperation): string {
  return recorded ? "the previous files are back" : "the host is as it was before";
}

function ensured(operation: EnsureOperation, index: number, answer: Answer): Ensured {
  const about = answer.about.get(index) ?? [];
  const [, written, due] = about.find(([word]) => word === "applied") ?? [];
  const replaced = about.find(([word]) => word === "host-replaced")?.[1];
  return {
    recorded: recordedFrom(answer, index, {
      fileHash: sha256(operation.text),
      links: operation.links,
      envDigest: innerDigest(operation.env.digestKey, renderEnvBlock(operation.env.variables)),
    }),
    started: due === "yes" || due === "start",
    written: written === "yes",
    systemdVersion: answer.systemdVersion,
    ...(replaced ? { replacedMachine: replaced } : {}),
  };
}

function removed(index: number, answer: Answer): Removed {
  const owner = answer.about.get(index)?.find(([word]) => word === "owned-by")?.[1];
  return owner ? { ownedBy: owner } : {};
}

function observed(operation: ObserveOperation, index: number, answer: Answer): Observed {
  const [, hash = "-", links = "-", activeState = "", env = ""] =
    answer.about.get(index)?.find(([word]) => word === "seen") ?? [];
  const text = answer.blobs.get(`${index}/unit`)?.toString("utf8");
  const block = renderEnvBlock(operation.env.variables);
  return {
    machineId: answer.machineId,
    systemdVersion: answer.systemdVersion,
    recorded: recordedFrom(answer, index, {
      fileHash: hash,
      links: links === "-" ? [] : links.split(" "),
      envDigest: env,
    }),
    activeState,
    envAsRecorded: env === innerDigest(operation.env.digestKey, block),
    ...(text === undefined ? {} : { text }),
  };
}

function recordedFrom(
  answer: Answer,
  index: number,
  known: Omit<Recorded, "machineId" | "dropIns">,
): Recorded {
  const lines = answer.blobs.get(`${index}/dropins`)?.toString("utf8").split("\n") ?? [];
  const dropIns = lines.filter((line) => line !== "").map((line) => [line.slice(65), line.slice(0, 64)]);
  return { machineId: answer.machineId, dropIns: Object.fromEntries(dropIns), ...known };
}
