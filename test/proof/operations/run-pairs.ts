import type { LabHost } from "../../lab/lab-host";
import type { Log } from "../log";
import { busyOf, faultsOf, runningOf } from "../machine/faults";
import { look } from "../machine/look";
import { must } from "../machine/must";
import { settled } from "../machine/settled";
import type { ProofMember, ProofSet } from "../sets/proof-set";

const PAIR_VERBS = ["start", "restart", "stop"] as const;

/** One operation on a gateway while another one runs. */
export interface PairResult {
  /** `restart s00-b while s00-a runs`. */
  readonly what: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
  /** Everything that is not as it has to be; nothing: it agrees. */
  readonly faults: readonly string[];
}

/** Starts, restarts and stops every member of a set that is installed, while each other one runs alone. */
export async function runPairs(host: LabHost, set: ProofSet, log: Log): Promise<PairResult[]> {
  const results: PairResult[] = [];
  for (const other of set.members) {
    for (const member of set.members.filter((one) => one !== other)) {
      for (const verb of PAIR_VERBS) results.push(await tryPair(host, set, verb, member, other));
    }
    log(`${host.name}: every operation on the others of ${set.name} while ${other.profileKey} runs`);
  }
  await must(host, `systemctl stop ${unitsOf(set)}`);
  return results;
}

async function tryPair(
  host: LabHost,
  set: ProofSet,
  verb: (typeof PAIR_VERBS)[number],
  member: ProofMember,
  other: ProofMember,
): Promise<PairResult> {
  await must(host, `systemctl stop ${unitsOf(set)} && systemctl start ${other.unitName}`);
  const before = await settled(host, [other]);
  const { code, stderr } = await host.run(`systemctl ${verb} ${member.unitName}`);
  await settled(host, set.members);
  const seen = await look(host);
  const excluded = member.neighbours.includes(other.profileKey);
  const expected = set.members
    .filter((one) => (one === member && verb !== "stop") || (one === other && (verb === "stop" || !excluded)))
    .map(({ profileKey }) => profileKey);
  const found = runningOf(seen, set.members);
  const pidsOf = (at: typeof seen) => (at.gateways.get(other.profileKey) ?? []).join(" ");
  return {
    what: `${verb} ${member.profileKey} while ${other.profileKey} runs`,
    expected,
    found,
    faults: [
      ...(code === 0 ? [] : [`systemctl ended with ${code}: ${stderr.trim()}`]),
      ...(before.gateways.has(other.profileKey) ? [] : [`${other.profileKey} did not run before`]),
      ...(expected.join(" ") === found.join(" ") ? [] : ["others run than have to"]),
      ...(expected.includes(other.profileKey) && pidsOf(before) !== pidsOf(seen)
        ? [`${other.profileKey} was touched`]
        : []),
      ...faultsOf(seen, set.members),
      ...busyOf(seen, set.members, before),
    ],
  };
}

function unitsOf({ members }: ProofSet): string {
  return members.map(({ unitName }) => unitName).join(" ");
}
