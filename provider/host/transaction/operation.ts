import type { HealthWindow } from "../../core/plan/fleet-plan";

/** Where a profile's files lie, and who they belong to. */
export interface AccountPaths {
  /** Account that runs the gateway and that touches everything below its home. */
  readonly user: string;
  /** The profile's home, absolute. */
  readonly home: string;
  /** The gateway's program, absolute; must be executable for `user`. */
  readonly executable: string;
}

/** The variables of ours in a profile's `.env`. */
export interface EnvFile {
  /** Key of the digests by which the block is recognised: 64 hexadecimal digits. Secret. */
  readonly digestKey: string;
  /** What the block is to hold; empty takes it away. Secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the last apply wrote. Secret. @default nothing */
  readonly recorded?: Readonly<Record<string, string>>;
}

/** One file below a profile's home that is to change, made from the content that was there. */
export interface HomeFileChange {
  /** Below the home: `config.yaml`; of a file of a tree its {@link treePath}. */
  readonly path: string;
  /** {@link homeFileDigest} of what the new content was made from; with any other one nothing is changed. */
  readonly from: string;
  /** The whole file as it is to be; absent: it goes. Secret. */
  readonly content?: string | Buffer;
  /** Mode of a file that is made, octal; one that is there keeps its own, but not in a tree. */
  readonly mode: string;
}

/** One file below a profile's home to look at. */
export interface HomeFileLook {
  readonly path: string;
  /** {@link contentDigest} of a content that need not be sent, `any` for none at all. @default it is sent */
  readonly known?: string;
}

/** What a look found of one file. */
export interface SeenFile {
  /** Its {@link homeFileDigest}, `none` without a file, `unreadable` for what is no file or not the account's to read. */
  readonly digest: string;
  /** Absent where the digest is the known one, and without a file. Secret. */
  readonly content?: Buffer;
}

/** A file of a home in which something of ours stands. */
export interface RecordedFile {
  /** {@link contentDigest} of the whole file. */
  readonly digest: string;
  /** What of ours stood there before us: it stays when ours goes. @default nothing */
  readonly found?: readonly (readonly string[])[];
}

/** What was on the machine after the last apply or refresh. */
export interface Recorded {
  /** `/etc/machine-id` of then. */
  readonly machineId: string;
  /** SHA-256 of the unit file, hexadecimal. */
  readonly fileHash: string;
  /** Every drop-in of the unit, by path, with its SHA-256. */
  readonly dropIns: Readonly<Record<string, string>>;
  /**
   * Whether those are among them that apply by a beginning of the unit's name or by its type, from every directory.
   * @default false, as in states from before they were looked at
   */
  readonly wholeDropIns?: true;
  /** Directories of the links that a boot follows, sorted: `multi-user.target.wants`; none for a standby. */
  readonly links: readonly string[];
  /** Inner keyed digest of our block in `.env`, `none` without one. @default what `EnvFile.recorded` gives */
  readonly envDigest?: string;
  /** Files of the home in which something of ours stands, by their paths below it. @default none */
  readonly files?: Readonly<Record<string, RecordedFile>>;
}

/** What a unit says of its starts and stops, as far as the way to a healthy gateway depends on it. */
export interface UnitLife {
  /** The signal that begins a stop, as systemd spells it. */
  readonly killSignal: string;
  /** Starts within the window from which on Hermes sleeps before it serves; 0: never. */
  readonly maxStarts: number;
  /** That window, in seconds. */
  readonly startsWindowSeconds: number;
}

/** Make one gateway unit so. */
export interface EnsureOperation {
  readonly kind: "ensure";
  /** The unit's name; `<account>/<name>` when that account's own manager runs it. So wherever a unit is named here. */
  readonly unit: string;
  /** The file as it is to be, with its mark. */
  readonly text: string;
  /** The same without the mark: an equal file that nobody marked is adopted. */
  readonly body: string;
  /** Digest of what needs a restart when it changes. */
  readonly runtime: string;
  /** Whether that digest differs from what the last apply recorded. */
  readonly restart: boolean;
  readonly owner: string;
  readonly boot: "enabled" | "standby";
  /** Directories of the links that an enabled unit has, sorted: `multi-user.target.wants`; none for a standby. */
  readonly links: readonly string[];
  /** What `boot` was after the last apply. @default none */
  readonly recordedBoot?: "enabled" | "standby";
  /** Units under the same manager that this one excludes, all lower than it. */
  readonly conflicts: readonly string[];
  /** The unit that has to be restarted first, because it serves this one's profile until then. @default none */
  readonly startsAfter?: string;
  /** Units under other managers that never run beside this one, higher ones too. */
  readonly excludes: readonly string[];
  /** Locks that its command takes, one for each of `excludes`. */
  readonly locks: readonly string[];
  /** Whether linger may be switched on for the account whose own manager runs the unit. */
  readonly linger: boolean;
  /** Every gateway unit that is planned for the machine. */
  readonly plannedUnits: readonly string[];
  /** Keyed digests of what only one gateway can have. */
  readonly claims: readonly string[];
  readonly adopt: "refuse" | "take-over";
  readonly takeBack: boolean;
  readonly paths: AccountPaths;
  readonly env: EnvFile;
  /** The home under its name of before, which it loses with this operation. @default it has its name */
  readonly movesFrom?: string;
  /** Files of the home that change. @default none */
  readonly files?: readonly HomeFileChange[];
  readonly health: HealthWindow;
  /** How a restart of the running gateway begins. @default systemctl */
  readonly restartBy?: "signal";
  /** What the unit says of its starts and stops. */
  readonly life: UnitLife;
  /** The unit's own stop timeout, in seconds. */
  readonly stopSeconds: number;
  /** Absent for a gateway that was never applied. */
  readonly recorded?: Recorded;
}

/** Take one gateway unit away; its profile's data stays. */
export interface RemoveOperation {
  readonly kind: "remove";
  readonly unit: string;
  readonly owner: string;
  readonly paths: AccountPaths;
  readonly env: EnvFile;
  /** Files of the home that change. @default none */
  readonly files?: readonly HomeFileChange[];
  readonly stopSeconds: number;
  /** The signal that begins its stop, as systemd spells it. */
  readonly killSignal: string;
  readonly recorded: Recorded;
  /** Whether our block in `.env` stays, for the unit that takes its place in the same home. @default false */
  readonly keepsEnv?: boolean;
  /** Whether earlier generations stay on the host when this was the last unit of ours. @default false */
  readonly keepGenerations?: boolean;
  /** The unit that takes its place in the same transaction: they stand or fall together. @default none */
  readonly replacedBy?: string;
}

/** Make the files of a home so that another profile's gateway serves. It is restarted when they change. */
export interface ServeOperation {
  readonly kind: "serve";
  /** The gateway that serves it. */
  readonly unit: string;
  readonly owner: string;
  /** The served profile's own; its program is not looked at. */
  readonly paths: AccountPaths;
  /** The home of the gateway. */
  readonly gatewayHome: string;
  readonly env: EnvFile;
  /** Files of the home that change. @default none */
  readonly files?: readonly HomeFileChange[];
  /** Of the gateway. */
  readonly health: HealthWindow;
  readonly restartBy?: "signal";
  readonly stopSeconds: number;
  /** Absent for a profile that was never applied. */
  readonly recorded?: Recorded;
}

/** Take our block out of the `.env` of a home that a gateway has left. */
export interface LeaveHomeOperation {
  readonly kind: "leave-home";
  /** The gateway that left it: they stand or fall together. */
  readonly unit: string;
  readonly owner: string;
  readonly paths: AccountPaths;
  readonly env: EnvFile;
  /** Files of the home that change. @default none */
  readonly files?: readonly HomeFileChange[];
  readonly stopSeconds: number;
  readonly recorded: Recorded;
  /** There when another profile's gateway serves the home, which is restarted then. @default nobody is */
  readonly served?: Pick<ServeOperation, "gatewayHome" | "health" | "restartBy">;
  /** Whether earlier generations stay on the host when nothing of ours is left there. @default false */
  readonly keepGenerations?: boolean;
}

/** Look at one gateway unit. */
export interface ObserveOperation {
  readonly kind: "observe";
  readonly unit: string;
  readonly paths: AccountPaths;
  readonly env: EnvFile;
  /** The home under its name of before, looked at for as long as it has it. @default it has its name */
  readonly movesFrom?: string;
  /** Files of the home to look at too. @default none */
  readonly files?: readonly HomeFileLook[];
  /** An owner, as its mark has it, whose units are looked for on the whole machine. @default none */
  readonly owner?: string;
}

export type ApplyOperation = EnsureOperation | ServeOperation | RemoveOperation | LeaveHomeOperation;
export type HostOperation = ApplyOperation | ObserveOperation;

/** What a machine answered to an {@link EnsureOperation}, or to a {@link ServeOperation}. */
export interface Ensured {
  readonly recorded: Recorded;
  /** Whether the gateway was started or restarted, or left as it was. */
  readonly started: boolean;
  /** Whether the file was written. */
  readonly written: boolean;
  /** The earlier machine-id, when the machine behind the address is another one. */
  readonly replacedMachine?: string;
  readonly systemdVersion: number;
}

/** What a machine answered to a {@link RemoveOperation}. */
export interface Removed {
  /** Who owns the file, when it is not ours any more and was left there. */
  readonly ownedBy?: string;
}

/** What is left of a unit whose file is gone. */
export interface Vanished {
  /** Whether something still runs under its name, or waits to be started again. */
  readonly runs: boolean;
  /** Whether a mask lies in the place of its file. */
  readonly masked: boolean;
}

/** What a machine answered to an {@link ObserveOperation}. */
export interface Observed {
  readonly machineId: string;
  readonly systemdVersion: number;
  /** The file's text with its mark; absent when there is no file. */
  readonly text?: string;
  readonly recorded: Recorded;
  readonly activeState: string;
  /** What is left of a unit whose file is gone; absent where a file is, and where nothing is left. */
  readonly vanished?: Vanished;
  /** Units with the mark of {@link ObserveOperation.owner}, as the host tells them apart. */
  readonly owned: readonly string[];
  /** Where Hermes itself has that the gateway is to stay stopped; absent: nowhere. */
  readonly parked?: "gateway.parked" | "gateway_state.json";
  /** Whether our block in `.env` is as recorded; false when it was edited or is gone. */
  readonly envAsRecorded: boolean;
  /** The files that were asked for, by path. */
  readonly files: Readonly<Record<string, SeenFile>>;
}

/** The result that belongs to an operation. */
export type ResultOf<O extends HostOperation> = O extends EnsureOperation | ServeOperation
  ? Ensured
  : O extends RemoveOperation | LeaveHomeOperation
    ? Removed
    : Observed;
