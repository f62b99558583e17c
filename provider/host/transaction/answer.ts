import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { GREETING } from "../script/host-script.js";
import { checkAnswer } from "./answer-rules.js";
import { type Confirmation, readConfirmation } from "./confirm.js";
import { inShape } from "./in-shape.js";
import { lastLines, notStarted } from "./not-started.js";
import { parseResult, wholeNumber } from "./result.js";
import type { ResultLine } from "./result-reader.js";

/** A machine's whole answer to one exec, sorted by operation. */
export interface Answer {
  readonly machineId: string;
  readonly systemdVersion: number;
  /** Lines about one operation, without the leading `op` and number. */
  readonly about: ReadonlyMap<number, readonly (readonly string[])[]>;
  readonly blobs: ReadonlyMap<string, Buffer>;
  /** First failure of each operation; `-` is the whole transaction. */
  readonly failures: ReadonlyMap<string, { readonly code: string; readonly detail: string }>;
  /** Units that were put back after a failure. */
  readonly putBack: readonly PutBack[];
  /** daemon-reloads of this transaction. */
  readonly reloads: number;
  /** Id of a transaction that the host puts back unless it is confirmed. */
  readonly unconfirmed?: string;
  /** What the host said to the confirm at the end of the transaction's own exec. */
  readonly confirmation?: Confirmation;
  /** Whether the host's guard goes on putting back what the transaction could not. */
  readonly guarded: boolean;
  /** What the host has put back by itself since somebody was last told. */
  readonly settled: readonly Settled[];
}

/** A change that nobody saw through, and what the host did about it. */
export interface Settled {
  /** `rolled-back` or `rollback-failed`. */
  readonly outcome: string;
  /** `<organization>/<project>/<stack>` whose change it was. */
  readonly stack: string;
  /** What was done, or what did not succeed. */
  readonly detail: string;
}

/** A unit that was put back after a failure. */
export interface PutBack {
  readonly unit: string;
  /** Its `ActiveState` since. */
  readonly activeState: string;
  /** Hundredths of a second in which it did not run. */
  readonly gap?: number;
}

/**
 * Reads what the bootstrap and the script printed.
 * @param operations How many the machine was asked about.
 * @throws HostError `sudo-denied` or `tool-missing` when the script did not start, `host-script-failed` when it broke,
 * `answer-malformed` when the machine answers otherwise than the script does.
 */
export function readAnswer(
  host: Host,
  stdout: Buffer,
  stderr: string,
  exitCode: number | null,
  operations = Number.POSITIVE_INFINITY,
): Answer {
  return inShape(host, () => read(host, stdout, stderr, exitCode, operations));
}

function read(
  host: Host,
  stdout: Buffer,
  stderr: string,
  exitCode: number | null,
  operations: number,
): Answer {
  const lines = parseResult(stdout);
  const greeted = lines.findIndex((line) => line.fields[0] === GREETING);
  if (greeted < 0) throw notStarted(host, stderr, exitCode);
  checkAnswer(lines.slice(greeted + 1), operations);
  const ended = lines.some((line) => line.fields[0] === "end");
  if (!ended) throw broken(host, lines, stderr);
  return sortLines(lines.slice(greeted + 1));
}

function sortLines(lines: readonly ResultLine[]): Answer {
  let [machineId, systemdVersion, reloads, guarded] = ["", 0, 0, false];
  let unconfirmed: string | undefined;
  const settled: Settled[] = [];
  const about = new Map<number, string[][]>();
  const blobs = new Map<string, Buffer>();
  const failures = new Map<string, { code: string; detail: string }>();
  const putBack: PutBack[] = [];
  for (const { fields, blob } of lines) {
    const [kind, first = "", second = "", ...rest] = fields;
    if (kind === "system") [systemdVersion, machineId] = [versionOf(first), second];
    else if (kind === "op") {
      const known = about.get(Number(first)) ?? [];
      known.push([second, ...rest]);
      about.set(Number(first), known);
    } else if (kind === "blob" && blob) blobs.set(`${first}/${second}`, blob);
    else if (kind === "fail" && !failures.has(first))
      failures.set(first, { code: second, detail: rest.join(" ") });
    else if (kind === "back")
      putBack.push({
        unit: first,
        activeState: second,
        ...(rest[0] ? { gap: wholeNumber(rest[0], "a gap in service") } : {}),
      });
    else if (kind === "reloaded") reloads += 1;
    else if (kind === "unconfirmed") unconfirmed = first;
    else if (kind === "guard") guarded = true;
    else if (kind === "settled") settled.push({ outcome: first, stack: second, detail: rest.join(" ") });
  }
  const known = { machineId, systemdVersion, about, blobs, failures, putBack, reloads, guarded, settled };
  if (unconfirmed === undefined) return known;
  const confirmation = readConfirmation(lines, unconfirmed);
  return { ...known, unconfirmed, ...(confirmation ? { confirmation } : {}) };
}

/** systemd's version without what a distribution adds to it; 0 when the machine could not tell it. */
function versionOf(text: string): number {
  return text === "" ? 0 : wholeNumber(text.replace(/\D.*$/s, ""), "systemd's version");
}

function broken(host: Host, lines: readonly ResultLine[], stderr: string): HostError {
  const last = lines
    .findLast((line) => line.fields[0] === "broken")
    ?.fields.slice(1)
    .join(" ")
    .trim();
  return new HostError("host-script-failed", {
    host: host.label,
    message: `the transaction ended without a result: ${last || lastLines(stderr, 3) || "no output"}`,
    remedy:
      "run the same command again: every step looks first and continues where this one ended; `journalctl -u 'hermes-fleet-apply-*'` on the host has more",
  });
}
