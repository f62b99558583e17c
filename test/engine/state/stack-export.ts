import { newState, type PendingOperation, type ResourceState } from "../model/resource-state";
import type { Props } from "../model/values";
import type { Cipher } from "./cipher";

/** A resource as `pulumi stack export` writes it; what is empty is left out. */
export interface ExportedResource {
  urn: string;
  custom: boolean;
  type: string;
  id?: string;
  inputs?: Props;
  outputs?: Props;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  initErrors?: string[];
  additionalSecretOutputs?: string[];
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  deletedWith?: string;
  delete?: boolean;
  pendingReplacement?: boolean;
}

/** The state of a stack in the shape of `pulumi stack export`, version 3. */
export interface StackExport {
  version: 3;
  deployment: {
    manifest: { time: string; version: string };
    secrets_providers: { type: string; state: { salt: string } };
    resources: ExportedResource[];
    pending_operations?: { type: string; resource: ExportedResource }[];
  };
}

/** What is in a state: the resources, each after those it needs, and what was interrupted. */
export interface StackContent {
  readonly resources: readonly ResourceState[];
  readonly pending: readonly PendingOperation[];
}

/** Writes a state; every secret is encrypted. */
export function exportStack(content: StackContent, cipher: Cipher): StackExport {
  const pending = content.pending.map(({ type, resource }) => ({
    type,
    resource: exportResource(resource, cipher),
  }));
  return {
    version: 3,
    deployment: {
      manifest: { time: new Date().toISOString(), version: "test-engine" },
      secrets_providers: { type: "test-engine", state: { salt: cipher.salt } },
      resources: content.resources.map((resource) => exportResource(resource, cipher)),
      ...(pending.length > 0 ? { pending_operations: pending } : {}),
    },
  };
}

/** Reads a state back. */
export function importStack(from: StackExport, cipher: Cipher): StackContent {
  const { resources, pending_operations: pending = [] } = from.deployment;
  return {
    resources: resources.map((resource) => importResource(resource, cipher)),
    pending: pending.map(({ type, resource }) => ({
      type: type as PendingOperation["type"],
      resource: importResource(resource, cipher),
    })),
  };
}

function exportResource(state: ResourceState, cipher: Cipher): ExportedResource {
  const { urn, custom, type, ...rest } = state;
  const details = { ...rest, inputs: cipher.seal(rest.inputs), outputs: cipher.seal(rest.outputs) };
  return { urn, custom, type, ...Object.fromEntries(Object.entries(details).filter(([, v]) => !isEmpty(v))) };
}

function importResource(from: ExportedResource, cipher: Cipher): ResourceState {
  const inputs = cipher.open(from.inputs ?? {});
  return newState({ ...from, inputs, outputs: cipher.open(from.outputs ?? {}) });
}

function isEmpty(value: unknown): boolean {
  if (value === "" || value === false) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
