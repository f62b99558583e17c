/** The mark of a unit that a stack of this package owns, as far as a plan asks for it. */
export interface SeenMark {
  /** `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  /** As its profile declares it; higher stands first. */
  readonly priority: number;
  /** Keyed digests of what the gateway claims. */
  readonly claims: readonly string[];
}

/** One gateway unit that a survey found on a host. */
export interface SeenUnit {
  /** Ends in `.service`. */
  readonly name: string;
  /** Manager that has it. */
  readonly scope: "system" | "user";
  /** Account of the user manager that has the unit; left out in system scope. */
  readonly account?: string;
  /** Left out: nobody marked it. */
  readonly mark?: SeenMark;
  /** Its `HERMES_HOME`; left out: it sets none. */
  readonly home?: string;
  /** Units that it names in `Conflicts=`, by code unit. */
  readonly conflicts: readonly string[];
  /** Units that it names in `Before=`, by code unit. */
  readonly before: readonly string[];
  /** As systemd says: `active`, `inactive`, `failed`, …; `inactive` where the user manager does not run. */
  readonly activeState: string;
  /** Whether a boot starts it, as its links say. */
  readonly enabled: boolean;
}

/** A host that answered a survey. */
export interface SeenHost {
  /** Major version of its systemd. */
  readonly systemd: number;
  /** `/etc/machine-id`; empty when it has none. */
  readonly machineId: string;
  /** Gateway units and units that a stack of this package owns, by scope, account and name. */
  readonly units: readonly SeenUnit[];
}

/** A host that did not answer a survey. */
export interface UnseenHost {
  /**
   * Code of the error; `known-later` when the connection is not known yet, because the same program makes the machine.
   */
  readonly notSeen: string;
}

/** What a survey saw, by host key. Plain data, nothing secret. */
export type HostFacts = Readonly<Record<string, SeenHost | UnseenHost>>;

/** Whether a host answered. */
export function isSeen(facts: SeenHost | UnseenHost | undefined): facts is SeenHost {
  return facts !== undefined && !("notSeen" in facts);
}
