import { compareAfter, type JobType } from "../jobs";
import type { PlannedJob, Transaction } from "./transaction";

/** A job as far as the order goes: planned, or installed by an earlier request. */
interface Node {
  readonly unit: PlannedJob["unit"];
  readonly type: JobType;
  readonly planned?: PlannedJob;
}

/**
 * Jobs that wait for each other in a circle: each unit's newest planned job, or else the one that it has already.
 * @returns those of the circle that are planned; `undefined` when there is no circle
 */
export function findCycle(transaction: Transaction): PlannedJob[] | undefined {
  const nodes = new Map<string, Node | undefined>();
  const nodeOf = (name: string): Node | undefined => {
    if (!nodes.has(name)) nodes.set(name, newestJob(transaction, name));
    return nodes.get(name);
  };
  const done = new Set<Node>();
  const path: Node[] = [];
  const visit = (node: Node): Node[] | undefined => {
    const start = path.indexOf(node);
    if (start >= 0) return path.slice(start);
    if (done.has(node)) return undefined;
    path.push(node);
    for (const earlier of goFirst(transaction, node, nodeOf)) {
      const found = visit(earlier);
      if (found) return found;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const name of transaction.jobs.keys()) {
    const node = nodeOf(name);
    const cycle = node && visit(node);
    if (cycle) return cycle.flatMap(({ planned }) => planned ?? []);
  }
  return undefined;
}

function newestJob({ jobs, registry }: Transaction, name: string): Node | undefined {
  const planned = jobs.get(name)?.[0];
  if (planned) return { unit: planned.unit, type: planned.type, planned };
  const unit = registry.loaded(name);
  return unit?.job && { unit, type: unit.job.type };
}

/** The jobs of other units that have to end before this one begins. */
function goFirst(
  { registry }: Transaction,
  { unit, type }: Node,
  nodeOf: (name: string) => Node | undefined,
): Node[] {
  const { definition, name } = unit;
  const earlier = [...definition.after, ...registry.naming(name, "before")].flatMap(
    (other) => nodeOf(other) ?? [],
  );
  const later = [...definition.before, ...registry.naming(name, "after")].flatMap(
    (other) => nodeOf(other) ?? [],
  );
  return [
    ...earlier.filter((node) => compareAfter(type, node.type) > 0),
    ...later.filter((node) => compareAfter(node.type, type) < 0),
  ];
}
