import { readFileSync } from "node:fs";

/** A process that cannot be taken for a later one with the same number. */
export interface Owner {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: when it started, in clock ticks since boot. */
  readonly startTicks: string;
  readonly bootId: string;
}

/** Identifies this boot of the machine. */
export function currentBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** This process. */
export function thisOwner(): Owner {
  return { pid: process.pid, startTicks: startTicks(process.pid) ?? "", bootId: currentBootId() };
}

/** Whether that very process still runs. */
export function isAlive(owner: Owner | undefined): boolean {
  return (
    owner !== undefined && owner.bootId === currentBootId() && startTicks(owner.pid) === owner.startTicks
  );
}

/** When a process started, or `undefined` when there is none, or only its remains. */
export function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may hold blanks and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
