import * as pulumi from "@pulumi/pulumi";
import type { Fleet } from "../core/schema/fleet";
import { parseFleet } from "../core/schema/parse-fleet";
import { type LoadedConfigs, loadConfigFiles } from "./config-files.js";
import type { GatewayFleetArgs } from "./fleet-args.js";
import { fleetError, problemText } from "./fleet-error.js";
import { isLater, type Later } from "./later.js";

/** A fleet, and the skills of those of its profiles that have any, by profile key. */
export interface CheckedFleet {
  readonly fleet: Fleet<Later>;
  readonly skills: LoadedConfigs["skills"];
}

/**
 * A fleet as a program declares it, with its files read. The options that are resources stay behind, they are none of
 * the plan's business.
 *
 * @throws RunError with every problem at once
 */
export function checkedFleet(name: string, args: GatewayFleetArgs): CheckedFleet {
  const { facts: _, ...declared } = args;
  const written = { name, ...declared, hosts: withoutResources(args.hosts) };
  const loaded = loadConfigFiles(written, pulumi.getRootDirectory());
  const parsed = parseFleet<Later>(loaded.written, { isLater });
  const { skills } = loaded;
  if (parsed.fleet && loaded.problems.length === 0) return { fleet: parsed.fleet, skills };
  const problems = [...loaded.problems, ...(parsed.problems ?? [])];
  throw fleetError(
    name,
    problems.map((problem) => problemText(problem)),
  );
}

function withoutResources(hosts: GatewayFleetArgs["hosts"]): unknown {
  if (typeof hosts !== "object" || hosts === null) return hosts;
  return Object.fromEntries(
    Object.entries(hosts).map(([key, host]) => {
      if (typeof host !== "object" || host === null) return [key, host];
      const { dependsOn: _, deletedWith: __, ...rest } = host;
      return [key, rest];
    }),
  );
}
