import { type JobType, mergeJobs } from "../jobs";
import { findCycle } from "./ordering";
import type { PlannedJob, Transaction } from "./transaction";
import { TransactionError } from "./transaction-error";

/**
 * Makes a transaction consistent, step by step as systemd does it: what is redundant goes, ordering cycles are broken,
 * contradicting jobs of one unit are reduced to one. Which of two equal rights loses depends on which unit is
 * visited first; here that is the order in which the units came in.
 * @returns one job for each unit
 * @throws TransactionError `cyclic`, `conflicting-jobs`
 */
export function resolve(transaction: Transaction): PlannedJob[] {
  markMattering(transaction.anchor);
  dropRedundant(transaction);
  do transaction.collectGarbage();
  while (breakCycle(transaction));
  while (dropContradiction(transaction)) transaction.collectGarbage();
  mergeAll(transaction);
  dropRedundant(transaction);
  return transaction.list();
}

function markMattering(job: PlannedJob): void {
  if (job.mattersToAnchor) return;
  job.mattersToAnchor = true;
  for (const link of job.pulls) if (link.matters) markMattering(link.job);
}

/** Units whose jobs all ask for what is so already are left alone. */
function dropRedundant(transaction: Transaction): void {
  for (const jobs of [...transaction.jobs.values()]) {
    const needed = jobs.some((job) => job === transaction.anchor || !isRedundant(job));
    if (!needed) for (const job of jobs) transaction.delete(job, false);
  }
}

function isRedundant({ unit, type }: PlannedJob): boolean {
  if (unit.job && unit.job.type !== type) return false;
  if (type === "start") return unit.activeState === "active";
  return type === "stop" && unit.isDown();
}

/** Finds an ordering cycle and takes one of its jobs out. @returns false when there was none */
function breakCycle(transaction: Transaction): boolean {
  const cycle = findCycle(transaction);
  if (!cycle) return false;
  const victim = cycle.find((job) => !job.mattersToAnchor);
  if (!victim) throw new TransactionError("cyclic", transaction.anchor.unit.name);
  transaction.delete(victim);
  return true;
}

/** @returns false when no unit has jobs that exclude each other */
function dropContradiction(transaction: Transaction): boolean {
  for (const jobs of transaction.jobs.values()) {
    const stop = jobs.find((job) => job.type === "stop");
    const start = jobs.find((job) => job.type !== "stop");
    if (!stop || !start) continue;
    transaction.delete(loserOf(stop, start));
    return true;
  }
  return false;
}

/** A stop yields to a start, unless somebody declared the conflict: then the start goes. */
function loserOf(stop: PlannedJob, start: PlannedJob): PlannedJob {
  if (!stop.mattersToAnchor && !start.mattersToAnchor) {
    return [...stop.pulledBy].some((link) => link.conflicts) ? start : stop;
  }
  if (!stop.mattersToAnchor) return stop;
  if (!start.mattersToAnchor) return start;
  throw new TransactionError("conflicting-jobs", stop.unit.name);
}

function mergeAll(transaction: Transaction): void {
  for (const [first, ...others] of [...transaction.jobs.values()]) {
    if (!first || others.length === 0) continue;
    first.type = others.reduce<JobType>((type, job) => mergeJobs(type, job.type) ?? type, first.type);
    transaction.jobs.set(first.unit.name, [first]);
  }
}
