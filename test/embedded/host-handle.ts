import { readFileSync } from "node:fs";
import { endMarkedProcesses } from "./machine/marked-processes";
import type { Sandbox } from "./machine/sandbox";
import { createTmpfiles } from "./machine/tmpfiles";
import type { Watchdog } from "./machine/watchdog";
import type { Behaviour } from "./manager/behaviour";
import { unitFileState } from "./manager/enablement";
import type { Manager } from "./manager/manager";
import type { UserManagers } from "./manager/user-managers";
import type { KeyPair } from "./ssh/keys";
import type { Surroundings } from "./ssh/run-channel";
import type { SshServer } from "./ssh/ssh-server";
import type { ToolServer } from "./tools/tool-server";

/** What one unit is doing, in systemd's words. */
export interface UnitStatus {
  readonly unit: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  /** `""` for a unit without a file. */
  readonly unitFileState: string;
  readonly mainPid: number;
  readonly nRestarts: number;
  readonly result: string;
  readonly invocationId: string;
}

/** What an embedded host is made of. */
export interface HostParts {
  readonly sandbox: Sandbox;
  readonly manager: Manager;
  readonly users: UserManagers;
  readonly tools: ToolServer;
  readonly ssh: SshServer;
  readonly watchdog: Watchdog;
  readonly commands: string[];
  readonly transientUnits: string[];
  readonly surroundings: () => Surroundings;
}

/** A unit of an account whose manager does not run. */
const NOT_THERE = {
  loadState: "not-found",
  activeState: "inactive",
  subState: "dead",
  unitFileState: "",
  mainPid: 0,
  nRestarts: 0,
  result: "success",
  invocationId: "",
};

/** A machine that a test or the demo drives: reached over SSH like any other, watched and broken from here. */
export class EmbeddedHost {
  readonly address = "127.0.0.1";
  private stopped = false;

  /** @internal Use {@link startEmbeddedHost}. */
  constructor(
    readonly name: string,
    /** The account that logs in. */
    readonly user: string,
    private readonly client: KeyPair,
    private readonly parts: HostParts,
  ) {}

  /** TCP port of its SSH server, the same for its whole life. */
  get port(): number {
    return this.parts.ssh.port;
  }

  /** Public host keys, `type base64`, one a line. */
  get hostKey(): string {
    return this.parts.ssh.hostKey;
  }

  /** OpenSSH private key that may log in. */
  get clientPrivateKey(): string {
    return this.client.privateKey;
  }

  /** How a `Connection` of the provider reaches it. */
  get connection() {
    const { address, port, user, hostKey, clientPrivateKey } = this;
    return { host: address, port, user, hostKey, privateKey: clientPrivateKey };
  }

  /** What stands in `/etc/machine-id`. */
  get machineId(): string {
    return this.parts.sandbox.machineId();
  }

  /** Log-ins so far. */
  get connections(): number {
    return this.parts.ssh.connections;
  }

  /** Command lines that arrived by SSH, in their order. */
  get executed(): readonly string[] {
    return this.parts.ssh.executed;
  }

  /** Changing `systemctl` commands so far, `verb unit…`, in their order. */
  get commands(): readonly string[] {
    return this.parts.commands;
  }

  /** Units that `systemd-run` made so far. */
  get transientUnits(): readonly string[] {
    return this.parts.transientUnits;
  }

  /** How often the manager has read its files again. */
  get reloads(): number {
    return this.parts.manager.reloads;
  }

  /** Where a path of the machine lies on this one: `/etc/machine-id` → `/tmp/…/root/etc/machine-id`. */
  path(path: string): string {
    return this.parts.sandbox.path(path);
  }

  /** Environment and directory of a command that arrives by SSH. */
  get surroundings(): Surroundings {
    return this.parts.surroundings();
  }

  /** Text of a file of the machine. */
  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  /** Writes a file of the machine, with its directories. @param mode @default 0o644 */
  write(path: string, text: string, mode?: number): void {
    this.parts.sandbox.write(path, text, mode);
  }

  /** Every service unit that is loaded or has a file, by name. */
  units(): UnitStatus[] {
    const { manager } = this.parts;
    const loaded = manager.registry.all().map((unit) => unit.name);
    const names = new Set([
      ...manager.paths.unitNames(),
      ...loaded.filter((name) => name.endsWith(".service")),
    ]);
    const own = [...names].sort((a, b) => (a < b ? -1 : 1)).map((name) => this.unit(name));
    return [...own, ...this.parts.users.all().flatMap(([account, users]) => this.unitsOf(account, users))];
  }

  private unitsOf(account: string, { paths }: Manager): UnitStatus[] {
    return paths.unitNames().map((name) => this.unit(`${account}/${name}`));
  }

  /** What one unit is doing, `<account>/<unit>` for an account's own; `LoadState` is `not-found` for one that is not there. */
  unit(ref: string): UnitStatus {
    const { sandbox } = this.parts;
    const { manager, name } = this.find(ref);
    if (!manager) return { ...NOT_THERE, unit: ref };
    const unit = manager.registry.get(name);
    manager.registry.collect();
    return {
      unit: ref,
      loadState: unit.definition.loadState,
      activeState: unit.activeState,
      subState: unit.subState,
      unitFileState: unitFileState(manager.paths, sandbox, name) ?? "",
      mainPid: unit.mainPid,
      nRestarts: unit.nRestarts,
      result: unit.result,
      invocationId: unit.invocationId,
    };
  }

  /** Names of the services that run now. */
  running(): string[] {
    return this.units()
      .filter((unit) => unit.activeState === "active")
      .map((unit) => unit.unit);
  }

  private find(ref: string): { manager: Manager | undefined; name: string } {
    const [first = "", name] = ref.split("/");
    if (name === undefined) return { manager: this.parts.manager, name: first };
    return { manager: this.parts.users.of(first), name };
  }

  /** A unit's journal: the manager's messages and what it printed, oldest first. */
  journal(ref: string): string[] {
    const { manager, name } = this.find(ref);
    return manager?.journal.of(name) ?? [];
  }

  /** What a unit's simulated service does, from its next start on. */
  behave(ref: string, behaviour: Behaviour): void {
    const [account = "", name] = ref.split("/");
    const { manager, users } = this.parts;
    if (name === undefined) manager.behaviours.behave(ref, behaviour);
    else users.behavioursOf(account).behave(name, behaviour);
  }

  /** Sends a signal to a unit's main process from outside, as the kernel's out-of-memory killer would. @default SIGKILL */
  crash(unit: string, signal = 9): void {
    const { manager, name } = this.find(unit);
    manager?.registry.loaded(name)?.process?.kill(signal);
  }

  /** Resets every connection; what was started on the machine goes on. @returns how many there were */
  cutConnections(): number {
    return this.parts.ssh.cut();
  }

  /** Closes or opens the SSH port. Connections that stand are not touched. */
  async refuseConnections(refuse: boolean): Promise<void> {
    if (refuse) this.parts.ssh.refuse();
    else await this.parts.ssh.listen();
  }

  /** Power off and on: everything that runs is gone, `/run` is empty, and what is enabled is started. */
  async boot(): Promise<void> {
    const { ssh, manager, users, sandbox } = this.parts;
    const open = ssh.listening;
    ssh.refuse();
    ssh.cut();
    users.powerOff();
    manager.powerOff();
    await endMarkedProcesses(sandbox.mark);
    sandbox.emptyRun();
    createTmpfiles(sandbox, []);
    await Promise.all([manager.powerOn(), users.powerOn((unit) => manager.heldBack(unit))]);
    if (open) await ssh.listen();
  }

  /** Replaces the machine by an empty one with another machine-id behind the same address and host keys. */
  async reset(): Promise<void> {
    const { manager, users, sandbox, ssh } = this.parts;
    ssh.cut();
    users.powerOff();
    manager.powerOff();
    await endMarkedProcesses(sandbox.mark);
    sandbox.empty();
    manager.journal.clear();
    manager.behaviours.clear({ keepBehaviours: false });
    await manager.powerOn();
  }

  /** Gives the SSH server other host keys, for connections from now on. */
  rotateHostKey(): void {
    this.parts.ssh.newHostKeys();
  }

  /** Ends everything that belongs to the host and removes its directory. Safe to call twice. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    const { ssh, manager, users, sandbox, tools, watchdog } = this.parts;
    await ssh.stop();
    users.powerOff();
    manager.powerOff();
    await endMarkedProcesses(sandbox.mark);
    await tools.stop();
    sandbox.remove();
    await watchdog.release();
  }
}
