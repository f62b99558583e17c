import { z } from "zod";
import { fleetSchema } from "./fleet-schema";

/**
 * JSON schema of fleet.yaml, with descriptions and defaults. Draft 7, because that is what the YAML language
 * servers of editors read. It is wider than the runtime check, which also compares options with each other.
 */
export function fleetJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(fleetSchema, { target: "draft-7", io: "input", reused: "inline" });
  return { ...schema, title: "Fleet of Hermes gateways" };
}
