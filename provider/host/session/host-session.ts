import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { exclusionGroups } from "../transaction/exclusion-groups.js";
import { assertSendable } from "../transaction/frames.js";
import type { ApplyOperation, HostOperation, ObserveOperation, ResultOf } from "../transaction/operation.js";
import { applyOnHost, observeOnHost, type TransactionOptions } from "../transaction/run-transaction.js";

/** How long an open, idle connection collects operations after the last one arrived, in milliseconds. */
const COLLECT_MS = 20;

interface Waiting<O extends HostOperation> {
  readonly operation: O;
  readonly resolve: (result: ResultOf<O>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One machine and its one connection. Operations that wait at the moment when the connection is free go as one
 * transaction; none ever waits for another to come. Looks and changes go apart. While a transaction only watches what
 * it started, the next one begins, unless it concerns the same exclusion groups.
 */
export class HostSession {
  readonly #dial: () => Promise<Host>;
  readonly #options: TransactionOptions;
  #host: Promise<Host> | undefined;
  #changes: Waiting<ApplyOperation>[] = [];
  #looks: Waiting<ObserveOperation>[] = [];
  readonly #begun = new Set<readonly ApplyOperation[]>();
  #running = false;
  #used = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the machine puts itself back, in milliseconds of this process's clock; one for each transaction under way. */
  readonly #putsBackAt = new Map<object, number>();

  constructor(dial: () => Promise<Host>, options: TransactionOptions = {}) {
    this.#dial = dial;
    this.#options = options;
  }

  /** Whether something is under way on the machine, or waits for it. */
  get busy(): boolean {
    const waits = this.#changes.length > 0 || this.#looks.length > 0;
    return this.#running || this.#used > 0 || this.#begun.size > 0 || waits;
  }

  /** Seconds until the machine has put back by itself what is under way now; `undefined` when nothing is. */
  get putsBackWithinSeconds(): number | undefined {
    const last = Math.max(...this.#putsBackAt.values());
    return Number.isFinite(last) ? Math.max(0, Math.ceil((last - performance.now()) / 1000)) : undefined;
  }

  /** Queues one change. @throws HostError when it failed; see `failureError` for the codes. */
  apply<O extends ApplyOperation>(operation: O): Promise<ResultOf<O>> {
    return new Promise((resolve, reject) => {
      // One that cannot be sent fails alone, not with everything that goes together with it.
      assertSendable(operation);
      this.#changes.push({ operation, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Queues one look. @throws HostError when the machine cannot be asked. */
  observe(operation: ObserveOperation): Promise<ResultOf<ObserveOperation>> {
    return new Promise((resolve, reject) => {
      assertSendable(operation);
      this.#looks.push({ operation, resolve, reject });
      this.#schedule();
    });
  }

  /**
   * Runs commands of its own on the connection, beside transactions. @throws HostError when the machine cannot be
   * reached, and whatever `work` throws.
   */
  async use<T>(work: (host: Host) => Promise<T>): Promise<T> {
    this.#used += 1;
    try {
      return await work(await this.#connected());
    } catch (error) {
      const before = this.#host;
      if ((await isLost(before)) && this.#host === before) this.#host = undefined;
      throw error;
    } finally {
      this.#used -= 1;
    }
  }

  /** Refuses what has not begun; what runs goes on. */
  refuseWaiting(error: HostError): void {
    for (const waiting of [...this.#changes.splice(0), ...this.#looks.splice(0)]) waiting.reject(error);
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    const host = await this.#host?.catch(() => undefined);
    this.#host = undefined;
    await host?.close();
  }

  #schedule(): void {
    if (this.#running) return;
    clearTimeout(this.#timer);
    if (this.#host) this.#timer = setTimeout(() => void this.#drain(), COLLECT_MS);
    else void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#startable().length > 0 || this.#looks.length > 0) {
      try {
        await this.#runOnce(await this.#connected());
      } catch (error) {
        this.#host = undefined;
        for (const waiting of [...this.#changes.splice(0), ...this.#looks.splice(0)]) waiting.reject(error);
      }
    }
    this.#running = false;
  }

  /** The connection, made anew when the last one is gone: a machine may have dropped it while nothing was to do. */
  async #connected(): Promise<Host> {
    const before = this.#host;
    const known = await before;
    if (known?.isOpen) return known;
    // somebody else may have dialled meanwhile
    if (this.#host === before) this.#host = this.#dial();
    return this.#host ?? this.#connected();
  }

  /** Everything that waits now: one look, then one transaction. */
  async #runOnce(host: Host): Promise<void> {
    const looks = this.#looks.splice(0);
    if (looks.length > 0) {
      await this.#settle(looks, () =>
        observeOnHost(
          host,
          looks.map(({ operation }) => operation),
          this.#options,
        ),
      );
      // what a look was the first half of goes together with what waited meanwhile
      await new Promise((resolve) => setImmediate(resolve));
    }
    const changes = this.#startable();
    this.#changes = this.#changes.filter((one) => !changes.includes(one));
    if (changes.length > 0) await this.#begin(host, changes);
  }

  /** Ends when the transaction is done, or when all that it still does is watching. */
  #begin(host: Host, changes: readonly Waiting<ApplyOperation>[]): Promise<void> {
    const operations = changes.map(({ operation }) => operation);
    return new Promise((resolve) => {
      const options: TransactionOptions = {
        ...this.#options,
        onWatching: resolve,
        onArmed: (seconds) => this.#putsBackAt.set(operations, performance.now() + seconds * 1000),
        reconnect: () => this.#connected(),
      };
      this.#begun.add(operations);
      void this.#settle(changes, () => applyOnHost(host, operations, options)).then(() => {
        this.#begun.delete(operations);
        this.#putsBackAt.delete(operations);
        resolve();
        void this.#drain();
      });
    });
  }

  /** Changes that share no exclusion group with a transaction that still watches. */
  #startable(): Waiting<ApplyOperation>[] {
    if (this.#changes.length === 0) return [];
    const begun = [...this.#begun].flat();
    const groups = exclusionGroups([...begun, ...this.#changes.map(({ operation }) => operation)]);
    const taken = new Set(groups.slice(0, begun.length));
    return this.#changes.filter((_, index) => !taken.has(groups[begun.length + index] ?? -1));
  }

  async #settle<O extends HostOperation>(
    waiting: readonly Waiting<O>[],
    run: () => Promise<readonly (ResultOf<HostOperation> | HostError)[]>,
  ): Promise<void> {
    try {
      const outcomes = await run();
      waiting.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome instanceof HostError) reject(outcome);
        else resolve(outcome as ResultOf<O>);
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      if (error instanceof HostError && error.code === "connection-lost") this.#host = undefined;
    }
  }
}

/** Whether there is a connection that was never made or has ended. */
async function isLost(host: Promise<Host> | undefined): Promise<boolean> {
  try {
    return (await host)?.isOpen === false;
  } catch {
    return true;
  }
}
