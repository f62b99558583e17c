import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Slot } from "./slot";

const parentName = "hermes-fleet-lab";
const killDeadlineMs = 20_000;

/** What runs apart in the control group of a host: `machine` ends when it is switched off, `net` stays. */
export type Part = "machine" | "net";

/**
 * Control group of a host, or of a part of it. Every process that a host ever starts is in there, and nothing
 * else is: that makes it the list of what the lab may end, safe from reused process numbers.
 */
export function cgroupOf(slot: Slot, part?: Part): string {
  return join(cgroup2Root(), parentName, String(slot.number), part ?? "");
}

/** Makes the control group of a part of a host. */
export function makeCgroup(slot: Slot, part: Part): void {
  mkdirSync(cgroupOf(slot, part), { recursive: true });
}

/** All processes of a control group and of those below it. */
export function processesIn(cgroup: string): number[] {
  if (!existsSync(cgroup)) return [];
  const own = readOr(join(cgroup, "cgroup.procs"), "").split("\n").filter(Boolean).map(Number);
  return [...own, ...childrenOf(cgroup).flatMap(processesIn)];
}

/** Whether any process runs in a control group or below it. */
export function isPopulated(cgroup: string): boolean {
  return /^populated 1$/m.test(readOr(join(cgroup, "cgroup.events"), ""));
}

/** Ends every process in a control group at once and waits until they are gone. */
export function killCgroup(cgroup: string): void {
  if (!existsSync(cgroup)) return;
  writeFileSync(join(cgroup, "cgroup.kill"), "1");
  const deadline = Date.now() + killDeadlineMs;
  while (isPopulated(cgroup)) {
    if (Date.now() > deadline) {
      const left = processesIn(cgroup).join(", ");
      throw new Error(
        `lab: processes ${left} in ${cgroup} still run ${killDeadlineMs / 1000} s after SIGKILL`,
      );
    }
    pause(2);
  }
}

/** Removes what is left of a host in every hierarchy: systemd-nspawn mirrors its path in the one named systemd. */
export function removeCgroups(slot: Slot): void {
  for (const root of cgroupRoots()) {
    removeTree(join(root, parentName, String(slot.number)));
    removeTree(join(root, parentName), false);
  }
}

function removeTree(folder: string, deep = true): void {
  if (!existsSync(folder)) return;
  if (deep) for (const child of childrenOf(folder)) removeTree(child);
  try {
    rmdirSync(folder);
  } catch (error) {
    // The common parent stays for as long as another host is in it.
    if (deep) throw error;
  }
}

function childrenOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

function cgroup2Root(): string {
  const root = mountsOf("cgroup2")[0];
  if (root === undefined) throw new Error("lab: no cgroup2 hierarchy is mounted");
  return root;
}

function cgroupRoots(): string[] {
  return [...mountsOf("cgroup2"), ...mountsOf("cgroup")];
}

function mountsOf(type: string): string[] {
  const lines = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  return lines.filter((line) => line.includes(` - ${type} `)).map((line) => line.split(" ")[4] ?? "");
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

/** Waits without the event loop: this also runs while the process exits. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
