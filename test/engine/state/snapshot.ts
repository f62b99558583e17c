import { type PendingOperation, type ResourceState, urnsNeededBy } from "../model/resource-state";
import type { StackContent } from "./stack-export";

/**
 * The state of the stack while an operation runs: what the operation has done so far, followed by
 * what it has not touched yet. Whenever it stops, this is the truth.
 */
export class Snapshot {
  private readonly done: ResourceState[] = [];
  private readonly retired = new Set<ResourceState>();
  private readonly pending: PendingOperation[];
  /** New URN of a renamed resource by its old one. */
  private readonly renamed = new Map<string, string>();

  constructor(
    private before: ResourceState[],
    pending: readonly PendingOperation[],
    private readonly onChange: () => void,
  ) {
    // Only an interrupted create leaves something behind that nobody knows about.
    this.pending = pending.filter(({ type }) => type === "creating");
  }

  /** The resources as they were when the operation, or its program after a refresh, began. */
  get olds(): readonly ResourceState[] {
    return this.before;
  }

  /** Everything as it is now. */
  get content(): StackContent {
    const untouched = this.before.filter((state) => !this.retired.has(state));
    const resources = [...this.done, ...untouched];
    return {
      resources: this.renamed.size === 0 ? resources : resources.map(this.withNewUrns),
      pending: this.pending,
    };
  }

  /** Records a step's outcome: `now` takes the place of `before`; either may be missing. */
  replace(before: ResourceState | undefined, now: ResourceState | undefined): void {
    if (before !== undefined) this.retired.add(before);
    if (before !== undefined && now !== undefined && before.urn !== now.urn && !before.delete) {
      this.renamed.set(before.urn, now.urn);
    }
    const at = before === undefined ? -1 : this.done.indexOf(before);
    if (at >= 0) this.done.splice(at, 1);
    if (now !== undefined) this.done.push(now);
    this.changed();
  }

  /** Records that a state was altered in place. */
  changed(): void {
    this.onChange();
  }

  /** Records that an operation is in flight, until the returned function is called. */
  begin(type: PendingOperation["type"], resource: ResourceState): () => void {
    const operation = { type, resource };
    this.pending.push(operation);
    this.changed();
    return () => {
      this.pending.splice(this.pending.indexOf(operation), 1);
      this.changed();
    };
  }

  /**
   * Takes the outcome of a refresh as what there was before, and drops what refers to resources
   * that are gone.
   */
  rebase(gone: ReadonlySet<ResourceState>): void {
    const left = this.before.filter((state) => !this.retired.has(state) && !gone.has(state));
    const urns = new Set([...this.done, ...left].map((state) => state.urn));
    this.before = left.map((state) => ({
      ...state,
      parent: urns.has(state.parent) ? state.parent : "",
      deletedWith: urns.has(state.deletedWith) ? state.deletedWith : "",
      dependencies: state.dependencies.filter((urn) => urns.has(urn)),
      propertyDependencies: Object.fromEntries(
        Object.entries(state.propertyDependencies)
          .map(([key, list]): [string, string[]] => [key, list.filter((urn) => urns.has(urn))])
          .filter(([, list]) => list.length > 0),
      ),
    }));
    this.changed();
  }

  /** The resources among `from` that need one of these URNs, directly or through others. */
  static dependents(from: readonly ResourceState[], urns: Iterable<string>): ResourceState[] {
    const needed = new Set(urns);
    // The state is in dependency order, so one pass finds the transitive ones too.
    return from.filter((state) => {
      const depends = [...urnsNeededBy(state)].some((urn) => needed.has(urn));
      if (depends) needed.add(state.urn);
      return depends;
    });
  }

  private readonly withNewUrns = (state: ResourceState): ResourceState => {
    const now = (urn: string) => this.renamed.get(urn) ?? urn;
    return {
      ...state,
      parent: now(state.parent),
      deletedWith: now(state.deletedWith),
      dependencies: state.dependencies.map(now),
      propertyDependencies: Object.fromEntries(
        Object.entries(state.propertyDependencies).map(([key, urns]) => [key, urns.map(now)]),
      ),
    };
  };
}
