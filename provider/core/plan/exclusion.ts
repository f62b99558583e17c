/** Why gateways of a host exclude each other. `systemd_conflicts` is spelled as in config.yaml. */
export type ExclusionRule =
  | "all"
  | "conflictsWith"
  | "exclusiveGroup"
  | "systemd_conflicts"
  | "port"
  | "credential"
  | "matrix-device"
  | "whatsapp-session";

/** Gateways of one host of which one at a time may run, and why. It is the provenance of their directives. */
export interface Exclusion {
  readonly rule: ExclusionRule;
  /** What they cannot share or what was declared, in a sentence: `port 8642`, `exclusiveGroup gpu`. Never secret. */
  readonly what: string;
  /** Two at least, in the host's order; each excludes every other. */
  readonly members: readonly ExclusionMember[];
}

/** One gateway of an {@link Exclusion}. */
export interface ExclusionMember {
  readonly profileKey: string;
  /** Where it is declared; left out: only the other side says so, or the fleet as a whole. */
  readonly declaredAt?: string;
  /** Whether nobody wrote the value there, and Hermes' own default counts. */
  readonly byDefault?: true;
}

/** An {@link ExclusionMember} while its host is planned: its place in the host's order stands for the profile. */
export interface PlacedMember extends Omit<ExclusionMember, "profileKey"> {
  readonly place: number;
}

/** An {@link Exclusion} while its host is planned. */
export interface PlacedExclusion extends Omit<Exclusion, "members"> {
  readonly members: readonly PlacedMember[];
}

/** Members by a value that they share, in order; values of which there is one member only are left out. */
export function grouped<Value>(
  entries: Iterable<readonly [value: Value, member: PlacedMember]>,
): Map<Value, PlacedMember[]> {
  const groups = new Map<Value, PlacedMember[]>();
  for (const [value, member] of entries) {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [member]);
    else if (group.at(-1)?.place !== member.place) group.push(member);
  }
  for (const [value, group] of groups) if (group.length < 2) groups.delete(value);
  return groups;
}
