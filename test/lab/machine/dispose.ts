import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { whileLocked } from "../lock";
import { recordsDirectory } from "../paths";
import { cgroupOf, killCgroup, removeCgroups } from "./cgroup";
import { removeLink } from "./network";
import { allSlots, isLeftover, releaseSlot, type Slot, sweepStrays } from "./slot";

/**
 * Takes a host away, however much of it there is. Nothing in here waits for the event loop: it also runs when the
 * owner exits. The record goes last, so a disposal that is cut short is finished by the next one.
 */
export function disposeSlot(slot: Slot): void {
  killCgroup(cgroupOf(slot));
  removeLink(slot);
  removeCgroups(slot);
  rmSync(slot.data, { recursive: true, force: true });
  releaseSlot(slot);
}

/**
 * Takes away the hosts that `which` picks, which are nobody else's to take: left by dead processes, or kept ones.
 * One process at a time does this, lest one takes away what another has just made under the same number.
 * @returns the hosts that were taken away.
 */
export async function disposeAll(which: (slot: Slot) => boolean = isLeftover): Promise<Slot[]> {
  const deadline = Date.now() + 60_000;
  let found: Slot[] = [];
  const dispose = () => {
    found = allSlots().filter(which);
    for (const slot of found) disposeSlot(slot);
    sweepStrays();
  };
  while (!(await whileLocked(join(recordsDirectory, "disposing"), dispose))) {
    if (Date.now() > deadline) throw new Error("lab: another process has been taking hosts away for 60 s");
    await sleep(50);
  }
  return found;
}
