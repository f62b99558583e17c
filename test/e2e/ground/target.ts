/** What systemd says of one unit. */
export interface UnitState {
  readonly loadState: string;
  readonly activeState: string;
  /** `enabled`, `disabled`, …; empty for a unit without a file. */
  readonly unitFileState: string;
  /** Another one after each start. */
  readonly invocationId: string;
}

/** A machine of a case, watched and disturbed past the provider. Paths are the machine's own. */
export interface Target {
  readonly kind: "embedded" | "lab";
  /** What `fleet.yaml` says of it below `connection`. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** A file's text, or nothing. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string, mode?: number): Promise<void>;
  remove(path: string): Promise<void>;
  /** File mode, owner's to others', for example `600`. */
  mode(path: string): Promise<string>;
  /** What a person at the machine would do. @throws Error when it fails */
  systemctl(...words: string[]): Promise<void>;
  /** What the account would do beside its own manager. @throws Error when it fails */
  userSystemctl(account: string, ...words: string[]): Promise<void>;
  /** @param name of the unit, `<account>/<name>` for one of that account's own manager */
  unit(name: string): Promise<UnitState>;
  /** Names of the gateways that run. */
  running(): Promise<string[]>;
  /** `daemon-reload`s so far. */
  reloads(): Promise<number>;
  /** Log-ins by SSH so far. */
  connections(): Promise<number>;
  /** Whether the SSH port answers, from now on. */
  answer(yes: boolean): Promise<void>;
}

/** Machines that a case has for itself. */
export interface Machines {
  readonly targets: readonly Target[];
  release(): Promise<void>;
}

/** Where the unit files are. */
export function unitPath(name: string): string {
  return `/etc/systemd/system/${name}`;
}

/** A program that ends at once with this status, on a real machine and on an embedded one. */
export function endingProgram(status: number): string {
  return `#!/bin/sh\n# embedded: {"exitCode":${status}}\nexit ${status}\n`;
}
