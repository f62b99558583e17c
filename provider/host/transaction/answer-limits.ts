import type { ExecLimits } from "../command-output.js";
import { SLOWEST_LINK } from "../ssh/dial/watch-life.js";
import { type Budget, CONFIRM_SECONDS } from "./frames.js";
import type { HostOperation } from "./operation.js";

/** The bootstrap prints its first line before it reads anything. */
const FIRST_MS = 120_000;
const MIB = 1024 * 1024;
/** What a host sends of one file ends at 1,000,000 bytes. */
const FILE_BYTES = MIB;
const MOST_BYTES = 64 * MIB;

/**
 * What a machine may take for its answer to a transaction: all that the transaction itself may take there, its upload,
 * and the confirm. It is silent no longer than in its longest step: the wait for the lock, or for what is put back first.
 */
export function applyAnswerLimits(
  operations: readonly HostOperation[],
  request: Buffer,
  { whole, stopBudget, managers }: Budget,
  lockWaitSeconds: number,
): Partial<ExecLimits> {
  const upload = request.length / SLOWEST_LINK;
  return {
    firstMs: FIRST_MS,
    silentMs: 1000 * (upload + lockWaitSeconds + 2 * stopBudget * managers + 240),
    timeoutMs: 1000 * (upload + whole + 5 * CONFIRM_SECONDS + 120),
    stdoutBytes: bytesFor(operations),
  };
}

/** What a machine may take for its answer to a look, which waits for nobody and tells nothing before its end. */
export function lookAnswerLimits(operations: readonly HostOperation[], request: Buffer): Partial<ExecLimits> {
  const files = operations.reduce((sum, operation) => sum + 1 + (operation.files?.length ?? 0), 0);
  return {
    firstMs: FIRST_MS,
    timeoutMs: 1000 * (request.length / SLOWEST_LINK + 300 + 5 * files),
    stdoutBytes: bytesFor(operations),
  };
}

/** Each unit, journal and file of a home may come along, and beside them there are only lines. */
function bytesFor(operations: readonly HostOperation[]): number {
  const blobs = operations.reduce((sum, operation) => sum + 2 + (operation.files?.length ?? 0), 0);
  return Math.min(MOST_BYTES, 4 * MIB + blobs * FILE_BYTES);
}
