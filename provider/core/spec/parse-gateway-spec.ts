import type { Problem } from "../problem";
import { problemsOf } from "../rules/problems-of";
import { type GatewaySpec, gatewaySpecSchema } from "./gateway-spec";

/** A spec that was read again, or everything that is wrong with it. */
export type ParsedGatewaySpec =
  | { readonly spec: GatewaySpec; readonly problems?: undefined }
  | { readonly spec?: undefined; readonly problems: readonly Problem[] };

/** Checks a value that should be a complete {@link GatewaySpec}; fills nothing in, reports all problems at once. */
export function parseGatewaySpec(value: unknown): ParsedGatewaySpec {
  const parsed = gatewaySpecSchema.safeParse(value, { reportInput: true });
  return parsed.success ? { spec: parsed.data } : { problems: problemsOf(parsed.error) };
}
