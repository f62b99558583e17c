import type { EngineOptions } from "../model/options";
import type { ResourceState } from "../model/resource-state";
import type { Diagnostic, ProviderCall, Registration, StepReport } from "../model/result";
import { CallLog } from "../process/call-log";
import type { Snapshot } from "../state/snapshot";
import { Lane, Slots } from "./queues";
import { Signal } from "./signal";

/** Thrown where something would start although the operation has been stopped. */
export class Stopped extends Error {}

/** What distinguishes one operation from another. */
export interface OperationSettings {
  /** How messages call it: `preview`, `update`, `refresh`, `destroy`. */
  readonly verb: string;
  /** Nothing is changed, only planned. */
  readonly dryRun: boolean;
  readonly targets: ReadonlySet<string> | undefined;
  readonly continueOnError: boolean;
}

/** One `preview`, `up`, `refresh` or `destroy` while it runs: what it shares between its parts. */
export class Operation {
  readonly log: CallLog;
  /** Checks and diffs: one at a time. */
  readonly lane = new Lane();
  /** Everything that takes long: several at a time. */
  readonly slots: Slots;
  readonly steps: StepReport[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly registrations: Registration[] = [];
  /** URNs of what failed or was left out because of it. */
  readonly errored = new Set<string>();
  /** URNs of everything this operation is about to delete. */
  readonly condemned = new Set<string>();
  /** What has been read. */
  readonly refreshed = new Set<ResourceState>();
  /** What a refresh did not find any more. */
  readonly gone = new Set<ResourceState>();
  /** Given when nothing new may start. */
  readonly stopping = new Signal();
  /** Whether the exit status is to be 1. */
  failed = false;
  /** Whether the failure is yet to be summed up: one that the program itself reported is not. */
  needsClosingWord = false;
  /** Whether calls in flight were cut off. */
  terminated = false;

  constructor(
    readonly options: EngineOptions,
    readonly settings: OperationSettings,
    readonly snapshot: Snapshot,
  ) {
    this.log = new CallLog(options.conductor);
    this.slots = new Slots(options.parallel ?? 8);
  }

  get stack(): string {
    return this.options.stack ?? "dev";
  }

  get calls(): readonly ProviderCall[] {
    return this.log.calls;
  }

  /** Lets what is in flight end and nothing new begin. */
  stop(): void {
    this.stopping.give();
  }

  /** @throws Stopped when nothing new may start. */
  guard(): void {
    if (this.isStopped) throw new Stopped();
  }

  get isStopped(): boolean {
    return this.stopping.isGiven;
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    await this.lane.run(async () => undefined);
    await this.slots.idle();
  }

  /** Whether the resource is among those the operation is limited to. */
  isTargeted(urn: string): boolean {
    return this.settings.targets === undefined || this.settings.targets.has(urn);
  }

  /** Reports a message. */
  say(severity: Diagnostic["severity"], message: string, urn?: string): void {
    const diagnostic = { severity, message, ...(urn === undefined ? {} : { urn }) };
    this.diagnostics.push(diagnostic);
    this.options.onEvent?.({ kind: "diagnostic", diagnostic });
  }

  /** Reports the failure of a resource, and stops unless the others are to go on. */
  fail(message: string, urn: string): void {
    this.failed = true;
    this.errored.add(urn);
    this.say("error", message, urn);
    if (!this.settings.continueOnError) this.stop();
  }

  /** Reports a step, or its new status. */
  report(step: StepReport): void {
    if (!this.steps.includes(step)) this.steps.push(step);
    this.options.onEvent?.({ kind: "step", step });
  }
}
