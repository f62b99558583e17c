import { randomBytes } from "node:crypto";
import { byCodeUnit } from "../../core/order";
import { hostScript, transactionScript } from "../script/host-script.js";
import { exclusionGroups } from "./exclusion-groups.js";
import { DROP_IN, fieldLine, oneLine, shaped } from "./field-shapes.js";
import { MOST_BREAKER_SECONDS, readyCommandLines, WATCH_SPARE_SECONDS } from "./life-fields.js";
import type { ApplyOperation, HostOperation, Recorded } from "./operation.js";
import {
  commonFields,
  ensureFields,
  healthOf,
  recordedFields,
  servedFields,
  unitName,
} from "./operation-fields.js";
import { homeFileDigest } from "./tree-file.js";

/** This process, as the machines tell runs apart. */
const RUN = randomBytes(8).toString("hex");

/** How long a transaction may take on the machine, in seconds. */
export interface TransactionLimits {
  /** Longest wait for the host's lock. */
  readonly lockWaitSeconds: number;
}

/** Everything that goes to standard input for a transaction: script, then operations. */
export function applyRequest(operations: readonly ApplyOperation[], limits: TransactionLimits): Buffer {
  const groups = exclusionGroups(operations);
  const { stops, windows, stopBudget, managers, whole } = budgetOf(operations, limits);
  return request("apply", operations, (operation, index) => applyFields(operation, groups[index] ?? index), [
    [
      "limits",
      `${[stopBudget, limits.lockWaitSeconds, ...deadlines(stops * managers, windows, limits)].join(" ")}\n`,
    ],
    ["guard", `${transactionScript().guardVersion} ${transactionScript().guardLine}\n`],
    ["budget", `${whole}\n`],
    ["run", `${RUN}\n`],
    ["owner", `${oneLine("owner", operations[0]?.owner.split("::")[0] ?? "hermes-fleet")}\n`],
  ]);
}

/**
 * Whether an operation can be told to a host at all, before it goes together with others.
 * @throws HostError `state-unusable` with the name of the field that cannot
 */
export function assertSendable(operation: HostOperation): void {
  framesOf(operation, 0);
  fieldLines(operation.kind === "observe" ? commonFields(operation) : applyFields(operation, 0));
}

function applyFields(operation: ApplyOperation, group: number): Record<string, string> {
  return {
    ...(operation.kind === "ensure" ? ensureFields(operation) : {}),
    ...commonFields(operation),
    ...recordedFields(operation.recorded),
    owner: operation.owner,
    ...(operation.kind === "remove" ? { killSignal: operation.killSignal } : {}),
    keepsEnv: operation.kind === "remove" && operation.keepsEnv ? "yes" : "no",
    keepGenerations: "keepGenerations" in operation && operation.keepGenerations ? "yes" : "no",
    ...servedFields(operation),
    group: String(group),
  };
}

function fieldLines(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields).map(([name, value]) => fieldLine(name, value));
}

/** How long what a transaction does may take on the machine, in seconds. */
export interface Budget {
  /** The longest stop timeout, the longest watch. */
  readonly stops: number;
  readonly windows: number;
  /** What one stop or start may take. */
  readonly stopBudget: number;
  readonly managers: number;
  /** After how long the machine ends what still runs of it. */
  readonly whole: number;
}

/** The budget of a transaction. */
export function budgetOf(operations: readonly ApplyOperation[], limits: TransactionLimits): Budget {
  const stops = operations.reduce((most, operation) => Math.max(most, operation.stopSeconds), 0);
  const windows = operations.reduce((most, operation) => Math.max(most, windowSeconds(operation)), 0);
  const stopBudget = Math.ceil(stops) + 60;
  // What one manager may need for a stop or a start; each has its own.
  const managers = new Set(unitsAtWork(operations).map((unit) => unit.slice(0, unit.indexOf("/") + 1))).size;
  // The wait for the lock, drain, stop, start and their way back; as much for whoever has the lock when the watch is over.
  const whole =
    2 * (limits.lockWaitSeconds + 5 * stopBudget * managers + 120) + windows + MOST_BREAKER_SECONDS;
  return { stops, windows, stopBudget, managers, whole };
}

/** What is written, started or stopped: neighbours under other managers too. */
function unitsAtWork(operations: readonly ApplyOperation[]): string[] {
  return operations.flatMap((operation) => [
    operation.unit,
    ...(operation.kind === "ensure" ? operation.excludes : []),
  ]);
}

/** How long the host waits for the word of whoever began a change that it has seen through, in seconds. */
export const CONFIRM_SECONDS = 30;

/**
 * After how many seconds the host puts itself back: counted from arming to the watch, for the watch, for everything
 * behind it (the lock, a group that failed), and for the confirm.
 */
function deadlines(stops: number, windows: number, { lockWaitSeconds }: TransactionLimits): number[] {
  const change = 2 * Math.ceil(stops) + 60;
  const window = Math.ceil(windows);
  return [change + window, window + 15, change + lockWaitSeconds, CONFIRM_SECONDS];
}

/** Everything that goes to standard input for a look at the machine. */
export function observeRequest(operations: readonly HostOperation[]): Buffer {
  return request("observe", operations, commonFields, []);
}

/** Data is whole lines, each with its line break; none at all is an empty file. */
type Frame = readonly [name: string, data: string];

function request<O extends HostOperation>(
  mode: string,
  operations: readonly O[],
  fieldsOf: (operation: O, index: number) => Record<string, string>,
  extra: readonly Frame[],
): Buffer {
  const fields = byManager(operations).flatMap((index) => [
    `operation=${index}\n`,
    ...fieldLines(fieldsOf(operations[index] as O, index)),
  ]);
  const frames: Frame[] = [["mode", `${mode}\n`], ["fields", fields.join("")], ...extra];
  operations.forEach((operation, index) => {
    frames.push(...framesOf(operation, index));
  });
  const script = mode === "observe" ? hostScript() : transactionScript().text;
  const framed = frames.map(([name, data]) => `${data.split("\n").length - 1} ${name}\n${data}`).join("");
  const data = Buffer.from(`${framed}0 end\n`);
  const head = Buffer.from(`${script.length}\n`);
  return Buffer.concat([head, script, Buffer.from(`${operations.length} ${data.length}\n`), data]);
}

function framesOf(operation: HostOperation, index: number): Frame[] {
  const files = operation.kind === "observe" ? [] : fileFrames(operation, index);
  return [...files, ...homeFrames(operation, index)];
}

function fileFrames(operation: ApplyOperation, index: number): Frame[] {
  const frames: Frame[] = [[`op/${index}/dropins.old`, dropInLines(operation.recorded)]];
  if (operation.kind === "ensure") frames.push([`op/${index}/${unitName(operation.unit)}`, operation.text]);
  const command = readyCommandLines(healthOf(operation)?.ready);
  if (command !== "") frames.push([`op/${index}/ready.command`, command]);
  return frames;
}

/** A digest with the mark of an executable, what stands in its place, or a mode. */
const FILE_WORD = /^([0-9a-f]{64}x?|none|unreadable|any|-|[0-7]{3,4})$/;
/** Below a home, with no way out of it; `/./` stands once in the path of a tree's file. */
const FILE_PATH = /^(?!.*\/\.\/.*\/\.\/)(?!\.\/)(?!.*(^|\/)\.\.(\/|$))[^/\p{Cc}][^\p{Cc}]*$/u;

/** Files of the home: what is known of each and what it is to be, and new contents as base64. */
function homeFrames(operation: HostOperation, index: number): Frame[] {
  const { files = [], env } = operation;
  if (files.length === 0) return [];
  const lines = files.map((file, number) => {
    const [from, want, mode] =
      "from" in file
        ? [file.from, homeFileDigest(env.digestKey, file), file.mode]
        : [file.known ?? "-", "-", "-"];
    const words = [from, want, mode].map((word) => shaped("files", word, FILE_WORD));
    return `${[number, ...words, shaped("files", file.path, FILE_PATH)].join(" ")}\n`;
  });
  const contents = files.flatMap((file, number): Frame[] => {
    if (!("from" in file) || file.content === undefined) return [];
    const encoded =
      Buffer.from(file.content)
        .toString("base64")
        .match(/.{1,76}/g) ?? [];
    return [[`op/${index}/file.${number}`, encoded.map((line) => `${line}\n`).join("")]];
  });
  return [[`op/${index}/files`, lines.join("")], ...contents];
}

/** Operations manager by manager, the system's first, because the machine asks each of them once. */
function byManager(operations: readonly HostOperation[]): number[] {
  const manager = (index: number) => /^(.*)\//.exec(operations[index]?.unit ?? "")?.[1] ?? "";
  return [...operations.keys()].sort((a, b) => byCodeUnit(manager(a), manager(b)) || a - b);
}

const DIGEST = /^[0-9a-f]{64}$/;

function dropInLines(recorded: Recorded | undefined): string {
  const dropIns = recorded?.dropIns ?? {};
  return Object.keys(dropIns)
    .sort()
    .map((path) => `${shaped("dropIns", dropIns[path] ?? "", DIGEST)} ${shaped("dropIns", path, DROP_IN)}\n`)
    .join("");
}

function windowSeconds(operation: ApplyOperation): number {
  const health = healthOf(operation);
  return health ? health.deadlineSeconds + health.healthyForSeconds + WATCH_SPARE_SECONDS : 0;
}
