/** Slots for channels on one connection: sshd refuses more than `MaxSessions` (10 by default) at a time. */
export class ChannelSlots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private limit: number) {}

  /** Waits for a free slot, first come, first served. The function it gives frees the slot, once. */
  async take(): Promise<() => void> {
    if (this.taken >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.taken += 1;
    let free = () => {
      free = () => undefined;
      this.release();
    };
    return () => free();
  }

  /** The host refused a channel: from now on take no more than the others that are open. False when there are none. */
  shrink(): boolean {
    if (this.taken <= 1) return false;
    this.limit = Math.max(1, Math.min(this.limit, this.taken - 1));
    return true;
  }

  private release(): void {
    const next = this.taken <= this.limit ? this.waiting.shift() : undefined;
    if (next) next();
    else this.taken -= 1;
  }
}
