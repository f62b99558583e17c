import { type ClientKey, ensureClientKey } from "./client-key";
import { ensureImage, pruneImages } from "./image/ensure";
import { type GatewayKind, recipeFor } from "./image/recipe";
import { raiseInotifyLimit } from "./inotify";
import { LabHost } from "./lab-host";
import { disposeAll, disposeSlot } from "./machine/dispose";
import { allSlots, claimSlot, isLeftover, type Slot } from "./machine/slot";
import { onExit } from "./on-exit";
import { thisOwner } from "./owner";
import { checkTools } from "./tools";

/** How a lab is made. */
export interface LabOptions {
  /** Distinguishes labs that exist at once; hosts are named after it. @default "lab" */
  readonly name?: string;
  /** Whether the hosts stay when this process ends, until somebody calls {@link Lab.down}. @default false */
  readonly keep?: boolean;
  /** What `/usr/local/bin/hermes` is on the hosts: the stand-in, or the real Hermes Agent (an image of 410 MB). @default "stand-in" */
  readonly gateway?: GatewayKind;
  /** Gets one line about each step that takes a while. @default standard error */
  readonly log?: (line: string) => void;
}

/**
 * Hosts for tests: Debian with a systemd and an sshd of its own each, as systemd-nspawn machines on overlays over
 * one base image. Needs root. See CONTRIBUTING.md.
 */
export class Lab {
  private constructor(
    readonly name: string,
    readonly hosts: readonly LabHost[],
    readonly clientKey: ClientKey,
    private readonly slots: readonly Slot[],
    private readonly forget: () => void,
  ) {}

  /**
   * Starts a lab and waits until all its hosts are up. First takes away what crashed labs left behind.
   * @throws Error when this machine lacks something, the name is taken, or a host does not boot; then nothing stays.
   */
  static async up(count: number, options: LabOptions = {}): Promise<Lab> {
    const name = options.name ?? "lab";
    const log = options.log ?? ((line: string) => process.stderr.write(`lab: ${line}\n`));
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) throw new Error(`lab: not a name for hosts: "${name}"`);
    checkTools();
    const leftovers = await disposeAll();
    if (leftovers.length > 0) log(`took away what a crashed lab had left: ${names(leftovers)}`);
    const others = allSlots();
    const namesake = others.find((slot) => slot.lab === name);
    if (namesake !== undefined)
      throw new Error(`lab: a lab named ${name} is up already (${keeper(namesake)})`);
    raiseInotifyLimit(others.length + count, log);
    const gateway = options.gateway ?? "stand-in";
    const image = await ensureImage(recipeFor(gateway), log);
    await pruneImages(new Set([image, ...others.map((slot) => slot.image)]));
    const clientKey = await ensureClientKey();

    const owner = options.keep ? null : thisOwner();
    const slots: Slot[] = [];
    let ended = false;
    const dispose = () => {
      ended = true;
      for (const slot of slots) disposeSlot(slot);
    };
    const forget = options.keep ? () => {} : onExit(dispose);
    try {
      for (let number = 1; number <= count; number++) {
        slots.push(claimSlot({ lab: name, hostName: `${name}${number}`, owner, image, gateway }));
      }
      const hosts = slots.map((slot) => new LabHost(slot, clientKey.publicKey));
      // All have to come to an end, lest one goes on making what has been taken away.
      const starts = await Promise.allSettled(hosts.map((host) => host.make().then(() => host.boot())));
      const failed = starts.find((start) => start.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      if (ended) throw new Error(`lab: ${name} was interrupted while it started`);
      return new Lab(name, hosts, clientKey, slots, forget);
    } catch (error) {
      dispose();
      forget();
      throw error;
    }
  }

  /** A lab that {@link Lab.up} was told to keep. @throws Error when there is none of that name. */
  static async attach(name = "lab"): Promise<Lab> {
    const slots = allSlots().filter((slot) => slot.lab === name && !isLeftover(slot));
    if (slots.length === 0) throw new Error(`lab: no lab named ${name} is up`);
    const clientKey = await ensureClientKey();
    const hosts = slots.map((slot) => new LabHost(slot, clientKey.publicKey));
    return new Lab(name, hosts, clientKey, slots, () => {});
  }

  /** Takes all hosts away. A second call does nothing. */
  async down(): Promise<void> {
    const mine = new Set(this.slots.map((slot) => slot.number));
    await disposeAll((slot) => slot.lab === this.name && mine.has(slot.number));
    this.forget();
  }
}

function names(slots: readonly Slot[]): string {
  return slots.map((slot) => slot.hostName).join(", ");
}

function keeper(slot: Slot): string {
  return slot.owner === null
    ? "kept: take it down first"
    : `owned by process ${slot.owner.pid}: choose another name`;
}
