import { compareAfter, Job, type JobResult, type JobType, mergeJobs } from "./jobs";
import type { Registry } from "./registry";
import { resolve } from "./transaction/resolve";
import { Transaction } from "./transaction/transaction";
import { TransactionError } from "./transaction/transaction-error";
import type { Unit } from "./unit";

/** What the engine has done to units when their turn comes; each ends in `up` or `down`. */
export interface UnitActions {
  start(unit: Unit, automatic: boolean): void;
  stop(unit: Unit): void;
}

/** Runs jobs in their order, one per unit at a time. */
export class JobEngine {
  /** Set once, after both sides exist. */
  actions: UnitActions | undefined;
  private readonly automatic = new WeakSet<Job>();
  private scheduled = false;
  private waiting: { unit: Unit; resolve: () => void }[] = [];

  constructor(private readonly registry: Registry) {}

  /**
   * Asks for one job with everything it leads to (job mode `replace`).
   * @param automatic A restart by policy: it does not reset the restart counter.
   * @throws TransactionError
   */
  request(type: JobType, name: string, automatic = false): Job {
    const transaction = new Transaction(this.registry, type, this.registry.get(name));
    let wanted: Job | undefined;
    for (const planned of resolve(transaction)) {
      const job = this.install(planned.unit, planned.type);
      if (planned.unit === transaction.anchor.unit) wanted = job;
    }
    if (!wanted) throw new TransactionError("cyclic", name);
    if (automatic) this.automatic.add(wanted);
    this.schedule();
    return wanted;
  }

  /** A unit has reached what a start asks for, or failed to. */
  up(unit: Unit, result: JobResult): void {
    this.tell(unit);
    const { job } = unit;
    if (job && job.type !== "stop") this.finish(unit, result);
    this.schedule();
  }

  /** A unit has come to rest. */
  down(unit: Unit): void {
    this.tell(unit);
    const { job } = unit;
    if (job?.type === "stop") this.finish(unit, "done");
    else if (job?.type === "restart") {
      job.type = "start";
      job.running = false;
    } else if (job?.running) this.finish(unit, "failed");
    this.schedule();
  }

  /** Ends all jobs, as a power cut does. */
  clear(): void {
    for (const unit of this.registry.all()) this.finish(unit, "canceled");
  }

  /** Waits until a unit goes up or down once more. */
  change(unit: Unit): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ unit, resolve });
    });
  }

  private tell(unit: Unit): void {
    const told = this.waiting.filter((entry) => entry.unit === unit);
    this.waiting = this.waiting.filter((entry) => entry.unit !== unit);
    for (const { resolve } of told) resolve();
  }

  private install(unit: Unit, type: JobType): Job {
    const old = unit.job;
    const merged = old && mergeJobs(old.type, type);
    if (old && merged) {
      if (old.type !== merged) old.running = false;
      old.type = merged;
      return old;
    }
    if (old) this.finish(unit, "canceled");
    const job = new Job(unit, type);
    unit.job = job;
    return job;
  }

  private finish(unit: Unit, result: JobResult): void {
    const { job } = unit;
    if (!job) return;
    unit.job = undefined;
    job.finish(result);
    if (result === "failed" || result === "dependency") this.failDependents(unit);
    this.schedule();
  }

  private failDependents(unit: Unit): void {
    for (const name of this.registry.naming(unit.name, "requires")) {
      const dependent = this.registry.loaded(name);
      if (dependent?.job && dependent.job.type !== "stop") this.finish(dependent, "dependency");
    }
  }

  /** Requests of one call are all installed before the first job runs. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      for (const unit of this.registry.all())
        if (unit.job && !unit.job.running && this.isDue(unit.job)) this.run(unit.job);
      this.registry.collect();
    });
  }

  private run(job: Job): void {
    const { unit } = job;
    job.running = true;
    if (job.type === "start") {
      if (unit.activeState === "active") this.finish(unit, "done");
      // A start waits for the restart that its policy has scheduled; systemd.service(5) has it not come sooner.
      else if (unit.subState === "auto-restart") job.running = false;
      else this.actions?.start(unit, this.automatic.has(job));
    } else if (unit.isDown()) {
      if (job.type === "stop") this.finish(unit, "done");
      else this.down(unit);
    } else this.actions?.stop(unit);
  }

  /** Whether no job that has to go first is still there. */
  private isDue({ unit, type }: Job): boolean {
    const { definition, name } = unit;
    const jobOf = (other: string) => this.registry.loaded(other)?.job;
    const waitsForEarlier = [...definition.after, ...this.registry.naming(name, "before")].some((other) => {
      const job = jobOf(other);
      return job !== undefined && compareAfter(type, job.type) > 0;
    });
    const waitsForLater = [...definition.before, ...this.registry.naming(name, "after")].some((other) => {
      const job = jobOf(other);
      return job !== undefined && compareAfter(job.type, type) < 0;
    });
    return !waitsForEarlier && !waitsForLater;
  }
}
