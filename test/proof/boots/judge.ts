import { busyOf, faultsOf, runningOf } from "../machine/faults";
import type { Look } from "../machine/look";
import { expectationOf } from "../sets/expectation";
import type { ProofSet } from "../sets/proof-set";
import { unexplained } from "./explained";

/** What was seen of a host around one boot. */
export interface BootLooks {
  /** Before it was switched off. */
  readonly before: Look;
  /** When everything was started. */
  readonly after: Look;
  /** Longer after that than systemd waits to start a gateway again. */
  readonly later: Look;
}

/** Who ran after a boot, and everything that is not as it has to be; nothing: the boot agrees. */
export interface Verdict {
  readonly found: readonly string[];
  readonly faults: readonly string[];
}

/** Holds one boot against what a set has to do. */
export function judge(set: ProofSet, { before, after, later }: BootLooks): Verdict {
  const { members } = set;
  const found = runningOf(after, members);
  const pids = (seen: Look, key: string) => (seen.gateways.get(key) ?? []).join(" ");
  const starts = (seen: Look, key: string) => seen.starts.get(key) ?? 0;
  const lives = members.flatMap(({ profileKey: key }) => {
    const times = starts(later, key) - starts(before, key);
    const due = found.includes(key) ? 1 : 0;
    return [
      ...(pids(after, key) === pids(later, key) ? [] : [`${key} was ended or started again later`]),
      ...(times === due ? [] : [`${key} was started ${times} times in this boot, not ${due}`]),
    ];
  });
  const faults = [
    ...unexpected(set, found),
    ...faultsOf(after, members),
    ...lives,
    ...busyOf(later, members, before),
    ...unexplained(set),
  ];
  return { found, faults };
}

function unexpected(set: ProofSet, found: readonly string[]): string[] {
  const { runs, only } = expectationOf(set);
  const enabled = set.members.filter((member) => member.enabled).map(({ profileKey }) => profileKey);
  const may = only ? runs : enabled;
  return [
    ...runs.filter((key) => !found.includes(key)).map((key) => `${key} has to run and does not`),
    ...found.filter((key) => !may.includes(key)).map((key) => `${key} runs and must not`),
  ];
}
