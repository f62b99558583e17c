import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { GatewayFleetArgs } from "./fleet-args.js";
import { fleetError } from "./fleet-error.js";
import { readFleetFile } from "./fleet-file.js";
import { GatewayFleet } from "./gateway-fleet.js";
import type { HostSummary } from "./host-summary.js";
import { surveyHosts } from "./survey-hosts.js";

/** The fleet of a fleet file. */
export interface DeployedFleet {
  /** What a boot of each host leads to, by host key. */
  readonly hosts: pulumi.Output<Readonly<Record<string, HostSummary>>>;
  /** The fleet, once the survey is over that its file may ask for. */
  readonly fleet: Promise<GatewayFleet>;
}

/**
 * A whole program: reads a fleet file and registers its fleet, after a survey of its hosts when the file has `survey`
 * on. The path is relative to the project's root directory, wherever the program lies.
 *
 * @param path @default the stack's `fleetFile` setting, else `fleet.yaml`
 * @throws RunError with every problem, its line and column; what a survey finds ends the program in the same way, later
 */
export function deployFleetFile(path?: string): DeployedFleet {
  const shownAs = path ?? new pulumi.Config().get("fleetFile") ?? "fleet.yaml";
  const file = readFleetFile(resolve(pulumi.getRootDirectory(), shownAs), shownAs);
  if (file.problems) throw fleetError(shownAs, file.problems);
  const { name = file.fleet.name, ...written } = file.written;
  const args = written as GatewayFleetArgs;
  if (file.fleet.survey === "off") return deployed(new GatewayFleet(name, args));
  const surveyed = surveyHosts(args).then((facts) => new GatewayFleet(name, { ...args, facts }));
  return { hosts: pulumi.output(surveyed.then(({ hosts }) => hosts)), fleet: surveyed };
}

function deployed(fleet: GatewayFleet): DeployedFleet {
  return { hosts: fleet.hosts, fleet: Promise.resolve(fleet) };
}
