import { nameOf, typeOf } from "../model/urn";
import { type Props, plain, type Value } from "../model/values";
import type { Operation } from "./operation";

/**
 * Reports what `check` found wrong, one message each. The value of the property is part of the
 * message, secret or not, as with the real engine; a path finds no value, only a top-level name does.
 */
export function reportFailures(
  op: Operation,
  urn: string,
  failures: readonly { readonly property: string; readonly reason: string }[],
  inputs: Props,
): void {
  const resource = `${typeOf(urn)} resource '${nameOf(urn)}'`;
  for (const { property, reason } of failures) {
    const where = property === "" ? "" : `: property ${property} value {${printed(inputs[property])}}`;
    op.fail(`${resource}${where} has a problem: ${reason}`, urn);
  }
}

function printed(value: Value | undefined): string {
  if (value === undefined || value === null) return "<nil>";
  return typeof value === "object" ? JSON.stringify(plain(value)) : String(value);
}
