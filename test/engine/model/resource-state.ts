import type { Props } from "./values";

/** What the stack's state says about one resource. Secrets are wrapped plaintext while in memory. */
export interface ResourceState {
  urn: string;
  type: string;
  custom: boolean;
  id: string;
  inputs: Props;
  outputs: Props;
  parent: string;
  /** `urn::id` of the provider resource; empty for components and providers. */
  provider: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Why the last create or update was only partly successful; an update follows next time. */
  initErrors: string[];
  additionalSecretOutputs: string[];
  ignoreChanges: readonly string[];
  replaceOnChanges: readonly string[];
  protect: boolean;
  retainOnDelete: boolean;
  deletedWith: string;
  /** Replaced already, still to be deleted. */
  delete: boolean;
  /** Deleted for a replacement that has not been created yet. */
  pendingReplacement: boolean;
}

/** An operation that was in flight when the provider was killed. */
export interface PendingOperation {
  readonly type: "creating" | "updating" | "deleting" | "reading";
  readonly resource: ResourceState;
}

/** A state with nothing but what is given. */
export function newState(known: Pick<ResourceState, "urn" | "type" | "custom"> & Partial<ResourceState>) {
  const empty: ResourceState = {
    urn: "",
    type: "",
    custom: true,
    id: "",
    inputs: {},
    outputs: {},
    parent: "",
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    initErrors: [],
    additionalSecretOutputs: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    protect: false,
    retainOnDelete: false,
    deletedWith: "",
    delete: false,
    pendingReplacement: false,
  };
  return { ...empty, ...known };
}

/** All URNs that the resource needs to exist: parent, dependencies, provider, `deletedWith`. */
export function urnsNeededBy(state: ResourceState): Set<string> {
  const urns = new Set([...state.dependencies, ...Object.values(state.propertyDependencies).flat()]);
  if (state.parent !== "") urns.add(state.parent);
  if (state.provider !== "") urns.add(state.provider.slice(0, state.provider.lastIndexOf("::")));
  if (state.deletedWith !== "") urns.add(state.deletedWith);
  return urns;
}
