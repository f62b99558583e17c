import { HostError } from "../../host/host-error.js";
import type { GatewayInputs } from "./properties.js";

/**
 * What `read` and `delete` do about a host that does not answer: `HERMES_FLEET_ON_UNREACHABLE` overrides what is
 * declared, because a refresh and a destroy are given the stack's settings of the last `up`.
 */
export function whenUnreachable(
  inputs: Pick<GatewayInputs, "onUnreachable">,
  error: unknown,
): "fail" | "skip" {
  if (!(error instanceof HostError) || error.code !== "host-unreachable") return "fail";
  const override = process.env.HERMES_FLEET_ON_UNREACHABLE;
  return override === "fail" || override === "skip" ? override : inputs.onUnreachable;
}
