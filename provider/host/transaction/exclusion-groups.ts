import type { ApplyOperation } from "./operation.js";

/**
 * The scope of a failure: operations whose units are one, exclude each other, directly or through others (which need
 * not be part of the transaction: bringing one back would stop whoever excludes it), of which one takes the other's
 * place, or serves the other's profile until this one is started, share a number; every other one stands alone.
 */
export function exclusionGroups(operations: readonly ApplyOperation[]): number[] {
  const parent = operations.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const byUnit = new Map(operations.map((operation, index) => [operation.unit, index]));
  operations.forEach((operation, index) => {
    parent[root(byUnit.get(operation.unit) ?? index)] = root(index);
    const related = relatedUnits(operation);
    for (const other of related) {
      const neighbour = byUnit.get(other);
      if (neighbour === undefined) byUnit.set(other, index);
      else parent[root(neighbour)] = root(index);
    }
  });
  return operations.map((_, index) => root(index));
}

function relatedUnits(operation: ApplyOperation): readonly string[] {
  if (operation.kind === "ensure") {
    const { conflicts, excludes, startsAfter } = operation;
    return [...conflicts, ...excludes, ...(startsAfter === undefined ? [] : [startsAfter])];
  }
  return operation.kind === "remove" && operation.replacedBy !== undefined ? [operation.replacedBy] : [];
}
