import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { dirname } from "node:path";
import type { Sandbox } from "../machine/sandbox";
import { Behaviours } from "./behaviours";
import type { MachineLocks } from "./machine-locks";
import { Manager } from "./manager";
import { type Account, placeOf } from "./place";

const LINGER = "/var/lib/systemd/linger";

/** The managers of accounts of one machine. Nobody logs in to them: they live by linger, or by `user@UID.service`. */
export class UserManagers {
  private readonly running = new Map<string, { manager: Manager; bus: Server }>();
  private readonly behaviours = new Map<string, Behaviours>();

  constructor(
    private readonly sandbox: Sandbox,
    private readonly locks: MachineLocks,
    private readonly environment: () => Readonly<Record<string, string>>,
  ) {}

  /** An account's manager, while it runs. */
  of(account: string): Manager | undefined {
    return this.running.get(account)?.manager;
  }

  /** All that run, by account. */
  all(): [account: string, manager: Manager][] {
    return [...this.running].map(([account, { manager }]) => [account, manager]);
  }

  /** What simulated services of an account do; kept when its manager ends. */
  behavioursOf(account: string): Behaviours {
    const known = this.behaviours.get(account) ?? new Behaviours(this.sandbox);
    this.behaviours.set(account, known);
    return known;
  }

  account(nameOrUid: string): Account | undefined {
    const lines = readFileSync(this.sandbox.path("/etc/passwd"), "utf8").split("\n");
    for (const line of lines) {
      const [name = "", , uid = "", , , home = ""] = line.split(":");
      if (name !== "" && (name === nameOrUid || uid === nameOrUid)) return { name, uid: Number(uid), home };
    }
    return undefined;
  }

  lingers(account: string): boolean {
    return existsSync(this.sandbox.path(`${LINGER}/${account}`));
  }

  /** Switches linger on, which starts the manager, or off, which ends it. */
  async setLinger(account: Account, on: boolean): Promise<void> {
    const file = this.sandbox.path(`${LINGER}/${account.name}`);
    if (!on) {
      rmSync(file, { force: true });
      this.end(account.name);
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    await this.start(account);
  }

  /** Starts an account's manager and what it wants, if it does not run. */
  async start(account: Account): Promise<void> {
    if (this.running.has(account.name)) return;
    const socket = this.sandbox.path(`/run/user/${account.uid}/bus`);
    mkdirSync(dirname(socket), { recursive: true });
    const bus = createServer((connection) => connection.destroy());
    await new Promise<void>((resolve) => {
      bus.listen(socket, resolve);
    });
    const manager = new Manager(this.sandbox, this.environment, {
      place: placeOf(account),
      locks: this.locks,
      behaviours: this.behavioursOf(account.name),
    });
    this.running.set(account.name, { manager, bus });
    await manager.powerOn();
  }

  /** Ends an account's manager and everything that it runs. */
  end(account: string): void {
    const found = this.running.get(account);
    if (!found) return;
    this.running.delete(account);
    found.manager.powerOff();
    found.bus.close();
    const uid = this.account(account)?.uid;
    if (uid !== undefined) rmSync(this.sandbox.path(`/run/user/${uid}`), { recursive: true, force: true });
  }

  /**
   * Starts the managers of all who linger.
   * @param before ends when a unit of the system's manager may start
   */
  async powerOn(before: (unit: string) => Promise<void>): Promise<void> {
    const accounts = readFileSync(this.sandbox.path("/etc/passwd"), "utf8").split("\n");
    for (const line of accounts) {
      const account = this.account(line.split(":")[0] || "-");
      if (!account || !this.lingers(account.name)) continue;
      await before(`user@${account.uid}.service`);
      await this.start(account);
    }
  }

  powerOff(): void {
    for (const account of [...this.running.keys()]) this.end(account);
  }
}
