/** Runs one task after the other, in the order of arrival. */
export class Lane {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the task. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** Runs at most so many tasks at a time. */
export class Slots {
  private readonly waiting: (() => void)[] = [];
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly count: number) {}

  /** Resolves or rejects with the task. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    while (this.running.size >= this.count) await new Promise<void>((go) => this.waiting.push(go));
    const result = task();
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.running.add(settled);
    try {
      return await result;
    } finally {
      this.running.delete(settled);
      this.waiting.shift()?.();
    }
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
