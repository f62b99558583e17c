import type { CommandOptions, CommandResult } from "./command";
import { cgroupOf, isPopulated, killCgroup } from "./machine/cgroup";
import { hostKeysOf, knownHostsFile, makeDisk, makeHostKeys } from "./machine/disk";
import { addressOf, makeNetwork } from "./machine/network";
import { powerCut, powerOn, runInside, runOf, waitUntilBooted, waitUntilOff } from "./machine/power";
import type { Slot } from "./machine/slot";

/** One host of a lab: a real systemd and sshd behind an address of its own. */
export class LabHost {
  /** Name of the lab and number in it, from 1: `lab1`. Also the host's own name for itself. */
  readonly name: string;
  readonly address: string;
  readonly port = 22;

  /** @internal */
  constructor(
    private readonly slot: Slot,
    private readonly clientPublicKey: string,
  ) {
    this.name = slot.hostName;
    this.address = addressOf(slot);
  }

  /** The host's public SSH keys as lines for a known_hosts file, without an address: `ssh-ed25519 AAAA…`. */
  get hostKeys(): string[] {
    return hostKeysOf(this.slot);
  }

  /** A known_hosts file with exactly this host's address and keys, for an SSH client. */
  get knownHostsFile(): string {
    return knownHostsFile(this.slot);
  }

  /** @internal Wires the host up and gives it an empty disk; it stays off. */
  async make(): Promise<void> {
    await makeHostKeys(this.slot);
    makeDisk(this.slot, this.clientPublicKey);
    await makeNetwork(this.slot);
  }

  /**
   * Runs a bash script on the host, past sshd, in the account's home directory. Any exit status is a result.
   * @param options `user`: the account, root by default. `input`: text for standard input, none by default.
   * `timeoutMs`: the longest it may take, 60 s by default.
   * @throws Error when the host is off, the account does not exist, or time runs out.
   */
  run(
    script: string,
    { user = "root", ...options }: { user?: string } & CommandOptions = {},
  ): Promise<CommandResult> {
    return runInside(this.slot, script, user, options);
  }

  /** Whether the host is switched on; it may still be starting. */
  isUp(): boolean {
    return isPopulated(cgroupOf(this.slot, "machine"));
  }

  /** Switches the host on, if it is off, and waits until systemd has finished its start and sshd answers. */
  async boot(options: { timeoutMs?: number } = {}): Promise<void> {
    if (!this.isUp()) await powerOn(this.slot);
    await waitUntilBooted(this.slot, options.timeoutMs ?? 60_000);
  }

  /** Shuts the host down in order and waits until it is off. Connections to it then get no answer. */
  async poweroff(options: { timeoutMs?: number } = {}): Promise<void> {
    if (!this.isUp()) return;
    await this.run("systemctl poweroff");
    await waitUntilOff(this.slot, options.timeoutMs ?? 60_000);
  }

  /** Restarts the host in order and waits until it is up again. */
  async reboot(options: { timeoutMs?: number } = {}): Promise<void> {
    const before = runOf(this.slot);
    await this.run("systemctl reboot");
    await waitUntilBooted(this.slot, options.timeoutMs ?? 60_000, before);
  }

  /** Cuts the power: no process gets to do anything any more. What it wrote to its disk stays. */
  async kill(): Promise<void> {
    await powerCut(this.slot);
  }

  /**
   * Replaces the machine by an empty one behind the same address, switched on and booted.
   * @param options `newHostKeys`: whether it also introduces itself with other SSH keys; no by default.
   */
  async reset(options: { newHostKeys?: boolean } = {}): Promise<void> {
    killCgroup(cgroupOf(this.slot, "machine"));
    if (options.newHostKeys) await makeHostKeys(this.slot);
    makeDisk(this.slot, this.clientPublicKey);
    await this.boot();
  }
}
