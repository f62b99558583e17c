import { GATEWAY_TYPE } from "../driver";

/** One resource of an exported state, as far as cases look at it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Export {
  readonly deployment?: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/** The gateways of an exported state, by resource name. */
export function gatewaysOf(exported: string): Record<string, StateResource> {
  const resources = (JSON.parse(exported) as Export).deployment?.resources ?? [];
  return Object.fromEntries(
    resources
      .filter(({ type }) => type === GATEWAY_TYPE)
      .map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]),
  );
}

/** What each gateway's state says of how the last operation left it. */
export function statusesOf(exported: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(gatewaysOf(exported)).map(([name, { outputs }]) => [name, outputs?.status]),
  );
}

/** Names of the resources whose operation was not seen to end, with the operation: `creating hermes/vm1/coder`. */
export function pendingOf(exported: string): string[] {
  const pending = (JSON.parse(exported) as Export).deployment?.pending_operations ?? [];
  return pending.map(({ type, resource }) => `${type} ${resource.urn.split("::").at(-1)}`);
}

/** Bytes of the largest gateway in an exported state. */
export function largestGateway(exported: string): number {
  return Math.max(...Object.values(gatewaysOf(exported)).map((gateway) => JSON.stringify(gateway).length));
}
