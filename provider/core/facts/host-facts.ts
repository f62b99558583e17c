/** The mark of a unit that a stack of this package owns, as far as a plan asks for it. */
export interface SeenMark {
  /** `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  /** As its profile declares it; higher stands first. */
  readonly priority: number;
  /** Keyed digests of what the gateway claims. */
  readonly claims: readonly string[];
}

/**
 * One gateway unit that a survey found on a host. Of a unit in user scope everything but its account and the ports that
 * it holds is what a program said that ran as that account: it may be invented, and concerns that account alone.
 */
export interface SeenUnit {
  /** Ends in `.service`. */
  readonly name: string;
  /** Manager that has it. */
  readonly scope: "system" | "user";
  /** Account of the user manager that has the unit; left out in system scope. */
  readonly account?: string;
  /** Left out: it has no mark. */
  readonly mark?: SeenMark;
  /** Its `HERMES_HOME`; left out: it sets none. */
  readonly home?: string;
  /** Units that it names in `Conflicts=`, by code unit. */
  readonly conflicts: readonly string[];
  /** Units that it names in `Before=`, by code unit. */
  readonly before: readonly string[];
  /** As systemd says: `active`, `inactive`, `failed`, …; `inactive` where the user manager does not run. */
  readonly activeState: string;
  /** Whether a boot starts it, as systemd and its links say. */
  readonly enabled: boolean;
  /** Whether systemd refuses to start it, because it is masked; left out: no. */
  readonly masked?: true;
  /** Where systemd read it, when that is another place than `/etc/systemd/system` or below the account's home. */
  readonly fragmentPath?: string;
  /** Whether its command runs a Hermes gateway; left out: as far as is seen it does not. */
  readonly gateway?: true;
  /** Whether it is a `Type=oneshot`, which runs and ends; left out: no. */
  readonly oneshot?: true;
  /** TCP ports that its text names, ascending; left out: none. */
  readonly declaredPorts?: readonly number[];
  /** TCP ports that its processes listen on, ascending, as the kernel has it; left out: none. */
  readonly ports?: readonly number[];
  /**
   * What its file sets, without values, by code unit: `Service.ExecStopPost`, `Service.Environment.PATH`. Left out: not
   * known.
   */
  readonly sets?: readonly string[];
}

/** A process that listens on a TCP port of a host. */
export interface SeenListener {
  /** TCP, 1 to 65535. */
  readonly port: number;
  /** Name of the process. */
  readonly process: string;
  /** Unit that it belongs to; left out: none. */
  readonly unit?: string;
  /** Account of the user manager that runs the unit; left out: the system's manager does. */
  readonly account?: string;
}

/** A drop-in of the system manager. */
export interface SeenDropIn {
  /** Where it lies on the host, absolute. */
  readonly path: string;
  /** Names of the directives that it sets, in its order. */
  readonly sets: readonly string[];
}

/** A host that answered a survey. What it left out, an older survey did not ask. */
export interface SeenHost {
  /** Major version of its systemd. */
  readonly systemd: number;
  /** `/etc/machine-id`; empty when it has none. */
  readonly machineId: string;
  /** Gateway units and units that a stack of this package owns, by scope, account and name. */
  readonly units: readonly SeenUnit[];
  /** Homes of the accounts that were asked, as passwd has them. */
  readonly homes?: Readonly<Record<string, string>>;
  /** Who listens on TCP ports, by port. */
  readonly listeners?: readonly SeenListener[];
  /** Drop-ins of the system's services, by path. */
  readonly dropIns?: readonly SeenDropIn[];
  /**
   * What could not be read completely: names of accounts whose program did not answer in time or said too much, and
   * `units`, `drop-ins`, `accounts` where there are more than a survey tells of. Left out: nothing.
   */
  readonly incomplete?: readonly string[];
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
