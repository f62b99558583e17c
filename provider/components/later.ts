import * as pulumi from "@pulumi/pulumi";

/** A value that may be known only later. */
export type Later = pulumi.Output<unknown> | Promise<unknown>;

/** Tells a value that may be known only later from a plain one. */
export function isLater(value: unknown): value is Later {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** What became of a value: in a preview the outputs of a resource that is not made yet stay unknown. */
export type Settled = { readonly known: true; readonly value: unknown } | { readonly known: false };

/**
 * Waits until a value is known or is certain to stay unknown in this run. The SDK's `apply` would say nothing in the
 * second case; the two members are internal, and the same in every version of the peer range.
 */
export async function settled(value: pulumi.Input<unknown>): Promise<Settled> {
  const output = pulumi.output(value) as unknown as {
    readonly isKnown: Promise<boolean>;
    promise(): Promise<unknown>;
  };
  if (!(await output.isKnown)) return { known: false };
  return { known: true, value: await output.promise() };
}
