import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../../lab/lab-host";
import type { Log } from "../log";
import { install } from "../machine/install";
import { journalOf } from "../machine/journal";
import { look } from "../machine/look";
import { nextBoot } from "../machine/next-boot";
import { settled } from "../machine/settled";
import type { ProofSet } from "../sets/proof-set";
import type { Shape } from "../shapes";
import { judge, type Verdict } from "./judge";

/** One set after one boot. */
export interface BootResult extends Verdict {
  readonly set: ProofSet;
  readonly host: string;
  /** From 1. */
  readonly boot: number;
  /** What the journal says of its units; only where something is wrong. */
  readonly journal: readonly string[];
}

/** How sets are booted. */
export interface BootSettings {
  readonly boots: number;
  readonly shape: Shape;
  readonly log: Log;
}

/** More than the second after which systemd starts a gateway again that has ended. */
const STAYS_MS = 2_000;

/**
 * Installs sets on hosts that are empty and boots each host so many times. The sets of a host share its boots: their
 * units name no unit of another set and no two sets have a port in common, so each is decided for itself.
 */
export async function runBoots(
  hosts: readonly LabHost[],
  sets: readonly ProofSet[],
  settings: BootSettings,
): Promise<BootResult[]> {
  const perHost = hosts.map(async (host, place) => {
    const own = sets.filter((_, number) => number % hosts.length === place);
    return own.length === 0 ? [] : bootHost(host, own, settings);
  });
  return (await Promise.all(perHost)).flat();
}

async function bootHost(
  host: LabHost,
  sets: readonly ProofSet[],
  { boots, shape, log }: BootSettings,
): Promise<BootResult[]> {
  const members = sets.flatMap((set) => set.members);
  await install(host, sets, shape);
  let before = await look(host);
  const results: BootResult[] = [];
  for (let boot = 1; boot <= boots; boot += 1) {
    await nextBoot(host, before.boot);
    const after = await settled(host, members);
    await sleep(STAYS_MS);
    const later = await look(host);
    const verdicts = sets.map((set) => ({
      set,
      host: host.name,
      boot,
      ...judge(set, { before, after, later }),
    }));
    for (const verdict of verdicts) {
      const journal = verdict.faults.length > 0 ? await journalOf(host, verdict.set) : [];
      results.push({ ...verdict, journal });
    }
    const agree = verdicts.filter(({ faults }) => faults.length === 0).length;
    log(`${host.name}: boot ${boot} of ${boots}, ${agree} of ${sets.length} sets agree`);
    before = later;
  }
  return results;
}
