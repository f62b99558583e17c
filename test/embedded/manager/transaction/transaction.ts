import type { JobType } from "../jobs";
import type { Registry } from "../registry";
import type { Unit } from "../unit";
import { TransactionError } from "./transaction-error";

/** One job that a transaction would install. A unit may have several until they are merged. */
export interface PlannedJob {
  readonly unit: Unit;
  type: JobType;
  /** Jobs that it pulls in. */
  readonly pulls: Set<Link>;
  /** Jobs that pull it in; the anchor's own has `null` as its puller. */
  readonly pulledBy: Set<Link>;
  mattersToAnchor: boolean;
}

/** Why a job is there. */
interface Link {
  readonly by: PlannedJob | null;
  readonly job: PlannedJob;
  /** The puller cannot go without it. */
  readonly matters: boolean;
  /** It stops what the puller declares a conflict with. */
  readonly conflicts: boolean;
}

/** The jobs that one request leads to, before they are made consistent. */
export class Transaction {
  /** By unit; the newest first. */
  readonly jobs = new Map<string, PlannedJob[]>();
  readonly anchor: PlannedJob;

  /** @throws TransactionError for a unit that cannot be started. */
  constructor(
    readonly registry: Registry,
    type: JobType,
    unit: Unit,
  ) {
    this.anchor = this.add(type, unit, null, true, false);
  }

  list(): PlannedJob[] {
    return [...this.jobs.values()].flat();
  }

  /** Takes a job out, and with it every job that cannot go without it. */
  delete(job: PlannedJob, withPullers = true): void {
    const rest = (this.jobs.get(job.unit.name) ?? []).filter((other) => other !== job);
    if (rest.length > 0) this.jobs.set(job.unit.name, rest);
    else this.jobs.delete(job.unit.name);
    for (const link of job.pulls) link.job.pulledBy.delete(link);
    for (const link of job.pulledBy) {
      link.by?.pulls.delete(link);
      if (withPullers && link.matters && link.by) this.delete(link.by);
    }
  }

  /** Drops jobs that nothing pulls in any more. */
  collectGarbage(): void {
    for (;;) {
      const idle = this.list().find((job) => job.pulledBy.size === 0);
      if (!idle) return;
      this.delete(idle);
    }
  }

  private add(
    type: JobType,
    unit: Unit,
    by: PlannedJob | null,
    matters: boolean,
    conflicts: boolean,
  ): PlannedJob {
    if (type !== "stop") checkLoaded(unit);
    const others = this.jobs.get(unit.name) ?? [];
    const known = others.find((job) => job.type === type);
    const job = known ?? { unit, type, pulls: new Set(), pulledBy: new Set(), mattersToAnchor: false };
    const link: Link = { by, job, matters, conflicts };
    job.pulledBy.add(link);
    by?.pulls.add(link);
    if (known) return job;
    this.jobs.set(unit.name, [job, ...others]);
    if (type === "stop") this.pullStops(job);
    else this.pullStarts(job);
    return job;
  }

  private pullStarts(job: PlannedJob): void {
    const { registry } = this;
    const { definition, name } = job.unit;
    for (const other of definition.requires) this.add("start", registry.get(other), job, true, false);
    for (const other of definition.wants) {
      try {
        this.add("start", registry.get(other), job, false, false);
      } catch (error) {
        // What is only wanted may be missing.
        if (!(error instanceof TransactionError)) throw error;
      }
    }
    for (const other of definition.conflicts) this.add("stop", registry.get(other), job, true, true);
    for (const other of registry.naming(name, "conflicts")) {
      this.add("stop", registry.get(other), job, false, false);
    }
  }

  private pullStops(job: PlannedJob): void {
    for (const other of this.registry.naming(job.unit.name, "requires")) {
      this.add("stop", this.registry.get(other), job, true, false);
    }
  }
}

function checkLoaded(unit: Unit): void {
  const { loadState } = unit.definition;
  if (loadState !== "loaded") throw new TransactionError(loadState, unit.name);
}
