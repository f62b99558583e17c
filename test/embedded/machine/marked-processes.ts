import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Ends every process whose environment carries a host's mark, whatever group or session it has moved to.
 * @param mark Text that no other process has in its environment.
 */
export async function endMarkedProcesses(mark: string): Promise<void> {
  // One that is being forked while we look is found in the next round.
  for (let round = 0; round < 50; round++) {
    const found = markedProcesses(mark);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
    await delay(2);
  }
  throw new Error(`processes of an embedded host do not end: ${markedProcesses(mark).join(" ")}`);
}

/** Process ids with the mark in their environment, zombies left out. */
export function markedProcesses(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => environment(name).includes(mark))
    .map(Number);
}

/** Empty for a process that is gone, a zombie, or somebody else's. */
function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
