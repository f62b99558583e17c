import type { LabHost } from "../lab/lab-host";
import { type BootResult, runBoots } from "./boots/run-boots";
import type { Log } from "./log";
import { install } from "./machine/install";
import { type OperationResult, runOperations } from "./operations/run-operations";
import { type PairResult, runPairs } from "./operations/run-pairs";
import { clique, path } from "./operations/trio";
import { makeFullCliques, makeSets } from "./sets/make-sets";

/** How much is tried. */
export interface ProofSettings {
  /** Sets of gateways, the kinds in turn. */
  readonly sets: number;
  /** Boots of each host. */
  readonly boots: number;
  /** Random operations on each of the sets that are there for that. */
  readonly operations: number;
  readonly seed: number;
  readonly log: Log;
}

/** Everything that was seen of units as the plan renders them. */
export interface ProofResult {
  readonly boots: readonly BootResult[];
  readonly pairs: readonly PairResult[];
  readonly operations: readonly OperationResult[];
}

/** Boots, pairs and operations on hosts, each of which is emptied first. */
export async function runProof(hosts: readonly LabHost[], settings: ProofSettings): Promise<ProofResult> {
  const { sets, seed, log } = settings;
  await emptied(hosts);
  const boots = await runBoots(hosts, makeSets(sets, seed), { ...settings, shape: "rendered" });
  await emptied(hosts);
  const trios = [clique(0), path(1)].map(async (trio, place) => {
    const host = hosts[place % hosts.length];
    if (host === undefined) throw new Error("there is no host");
    await install(host, [trio], "rendered");
    const pairs = await runPairs(host, trio, log);
    return { pairs, operations: await runOperations(host, trio, settings) };
  });
  const done = await Promise.all(trios);
  return {
    boots,
    pairs: done.flatMap(({ pairs }) => pairs),
    operations: done.map(({ operations }) => operations),
  };
}

/** Boots of cliques whose units all name each other. */
export async function runMutual(hosts: readonly LabHost[], settings: ProofSettings): Promise<BootResult[]> {
  const cliques = makeFullCliques(Math.ceil(settings.sets / 4), settings.seed);
  await emptied(hosts);
  return runBoots(hosts, cliques, { ...settings, shape: "mutual" });
}

/** Operations on gateways that contend for ports and whose units do not name each other. */
export async function runNone(hosts: readonly LabHost[], settings: ProofSettings): Promise<OperationResult> {
  const [host] = hosts;
  if (host === undefined) throw new Error("there is no host");
  const trio = clique(0);
  await emptied([host]);
  await install(host, [trio], "none");
  return runOperations(host, trio, settings);
}

async function emptied(hosts: readonly LabHost[]): Promise<void> {
  await Promise.all(hosts.map((host) => host.reset()));
}
