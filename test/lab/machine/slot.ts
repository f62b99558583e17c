import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { claimDirectory, readClaim, releaseClaim } from "../claim";
import type { GatewayKind } from "../image/recipe";
import { currentBootId, isAlive, type Owner, startTicks } from "../owner";
import { labDirectory, recordsDirectory } from "../paths";

/**
 * Everything that one host of a lab consists of, written down before any of it is made. Its number gives it an
 * address, so addresses of labs never collide.
 */
export interface Slot {
  readonly number: number;
  /** Name of the lab that it belongs to. */
  readonly lab: string;
  /** Name of the host, for example `lab1`. */
  readonly hostName: string;
  /** The process that the host ends with; `null` keeps it until somebody takes the lab down. */
  readonly owner: Owner | null;
  /** The boot of this machine that the host belongs to. */
  readonly bootId: string;
  readonly image: string;
  readonly gateway: GatewayKind;
  /** Directory with the disk of the host, its keys and its console's output. */
  readonly data: string;
}

/** What a lab decides about a host before it has a number. */
export type SlotRequest = Omit<Slot, "number" | "bootId" | "data">;

/** Takes the lowest free number. @throws Error when all 254 are taken. */
export function claimSlot(request: SlotRequest): Slot {
  for (let number = 1; number <= 254; number++) {
    const data = join(labDirectory(), "hosts", String(number));
    const slot: Slot = { ...request, number, bootId: currentBootId(), data };
    if (claimDirectory(recordOf(number), slot)) return slot;
  }
  throw new Error(`lab: all 254 addresses are taken; see ${recordsDirectory} and take labs down`);
}

/** Every host on this machine, of all labs, in order of numbers. */
export function allSlots(): Slot[] {
  if (!existsSync(recordsDirectory)) return [];
  const numbers = readdirSync(recordsDirectory).map(Number).filter(Number.isInteger);
  const slots = numbers.sort((a, b) => a - b).map((number) => readClaim<Slot>(recordOf(number)));
  return slots.filter((slot) => slot !== undefined);
}

/** Whether nobody needs this host any more: its owner is dead, or this machine was started anew since. */
export function isLeftover(slot: Slot): boolean {
  return slot.bootId !== currentBootId() || (slot.owner !== null && !isAlive(slot.owner));
}

/** Gives the number back; the last step of taking a host away. */
export function releaseSlot(slot: Slot): void {
  releaseClaim(recordOf(slot.number));
}

/** Removes half-made claims of dead processes, and disks that belong to no host. */
export function sweepStrays(): void {
  // Disks are listed before the records are read: a record is older than its disk.
  const disks = listed(join(labDirectory(), "hosts"));
  const taken = new Set(allSlots().map((slot) => slot.data));
  const strays = disks.filter((disk) => !taken.has(disk));
  const drafts = [...listed(recordsDirectory), ...listed(labDirectory())].filter(
    (path) => path.endsWith(".draft") && startTicks(Number(path.split(".").at(-2))) === undefined,
  );
  for (const path of [...strays, ...drafts]) rmSync(path, { recursive: true, force: true });
}

/** Name of the host for systemd-nspawn, unique on this machine. */
export function machineName(slot: Slot): string {
  return `hermes-fleet-lab-${slot.number}`;
}

function recordOf(number: number): string {
  return join(recordsDirectory, String(number));
}

function listed(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
