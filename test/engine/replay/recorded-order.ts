import type { Conductor } from "../model/conductor";
import type { ProviderCall } from "../model/result";

/** How long something is held back before the replay is given up; ample, since nothing is computed. */
const PATIENCE_MS = 10_000;

/**
 * Imposes what in the recording was chance, and nothing else: independent registrations arrive in the
 * recorded order, and a call lasts at least until the calls have begun that in the recording began
 * during it. The engine must be able to go along: one that waits where the real one went on, or goes
 * on where the real one waited, comes to a standstill or to other calls.
 */
export class RecordedOrder implements Conductor {
  private readonly arrivals: string[];
  private arrived = 0;
  private readonly begun = new Set<ProviderCall>();
  private readonly counts = new Map<string, number>();
  private readonly recordedFor = new Map<ProviderCall, ProviderCall>();
  private waiting: (() => void)[] = [];

  constructor(
    private readonly recorded: readonly ProviderCall[],
    private readonly patienceMs = PATIENCE_MS,
  ) {
    const checked = recorded.filter((call) => call.method === "Check").map((call) => call.urn);
    this.arrivals = [...new Set(checked)];
  }

  async admit(urn: string): Promise<void> {
    const turn = this.arrivals.indexOf(urn);
    if (turn < 0) return this.admitUnchecked(urn);
    await this.until(() => this.arrived >= turn, `the registration of ${urn}`);
    this.arrived = Math.max(this.arrived, turn + 1);
    this.wake();
  }

  started(call: ProviderCall): void {
    const key = `${call.method} ${call.urn}`;
    const count = this.counts.get(key) ?? 0;
    this.counts.set(key, count + 1);
    const twin = this.recorded.filter((other) => `${other.method} ${other.urn}` === key)[count];
    if (twin === undefined) return;
    this.recordedFor.set(call, twin);
    this.begun.add(twin);
    this.wake();
  }

  async deliver(call: ProviderCall): Promise<void> {
    const twin = this.recordedFor.get(call);
    // How the provider itself is started and stopped is not a matter of chance.
    if (twin === undefined || !isAboutResource(twin)) return;
    const end = twin.end ?? Number.POSITIVE_INFINITY;
    const during = this.recorded.filter((other) => isAboutResource(other) && other.start < end);
    await this.until(() => during.every((other) => this.begun.has(other)), `${call.method} of ${call.urn}`);
  }

  /** A custom resource that was registered but never checked came too late: the engine had stopped. */
  private admitUnchecked(urn: string): Promise<void> {
    const isDynamic = urn.includes("pulumi-nodejs:dynamic");
    return isDynamic && this.arrivals.length > 0 ? new Promise(() => undefined) : Promise.resolve();
  }

  private async until(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + this.patienceMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${what}: what the recording has before or during it did not come`);
      await new Promise<void>((go) => {
        const timer = setTimeout(go, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          go();
        });
      });
    }
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const go of waiting) go();
  }
}

/** Whether the call is about a resource and not about the provider itself. */
export function isAboutResource(call: ProviderCall): boolean {
  return ["Check", "Diff", "Create", "Update", "Read", "Delete"].includes(call.method);
}
