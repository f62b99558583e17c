import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { fleetError } from "./fleet-error.js";
import { readFleetFile } from "./fleet-file.js";
import { GatewayFleet } from "./gateway-fleet.js";

/**
 * A whole program: reads a fleet file and registers its fleet. The path is relative to the project's root directory,
 * wherever the program lies.
 *
 * @param path @default the stack's `fleetFile` setting, else `fleet.yaml`
 * @throws RunError with every problem, its line and column
 */
export function deployFleetFile(path?: string): GatewayFleet {
  const shownAs = path ?? new pulumi.Config().get("fleetFile") ?? "fleet.yaml";
  const file = readFleetFile(resolve(pulumi.getRootDirectory(), shownAs), shownAs);
  if (file.problems) throw fleetError(shownAs, file.problems);
  const { name, ...args } = file.written;
  return new GatewayFleet(name ?? file.fleet.name, args as ConstructorParameters<typeof GatewayFleet>[1]);
}
