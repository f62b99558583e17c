import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../../lab/lab-host";
import { must } from "../../proof/machine/must";

/** A step that a process of the host has come to. */
export interface Reached {
  readonly step: string;
  /** Of the script, as the host numbers it. */
  readonly pid: number;
}

const STATE = "/var/lib/hermes-fleet";
const POLL_MS = 50;

/** From now on whoever comes to one of these steps waits there; whoever waits at another one goes on. */
export async function hold(host: LabHost, ...steps: readonly string[]): Promise<void> {
  // Where the disk is full there is room only in the file that is there.
  await must(
    host,
    `[ -d ${STATE} ] || install -d -m 0700 ${STATE}
     read -r words
     { printf '%-120s\\n' "$words" >${STATE}/fault.next; } 2>/dev/null && mv ${STATE}/fault.next ${STATE}/fault ||
       printf '%-120s\\n' "$words" | dd of=${STATE}/fault conv=notrunc status=none`,
    { input: `- ${steps.join(" ")}\n` },
  );
}

/** Ends all holding, and forgets what was reached. */
export async function release(host: LabHost): Promise<void> {
  await must(host, `rm -f ${STATE}/fault ${STATE}/fault.reached ${STATE}/fault.next`);
}

/** Every step that was come to since holding began, in order. */
export async function reachedOn(host: LabHost): Promise<Reached[]> {
  const { stdout } = await host.run(`cat ${STATE}/fault.reached 2>/dev/null || true`);
  return [...stdout.matchAll(/^([a-z0-9-]+) (\d+)$/gm)].map(([, step = "", pid]) => ({
    step,
    pid: Number(pid),
  }));
}

/**
 * Waits until somebody comes to a step, after those that were reached before.
 * @param isOver whether nobody will come any more
 */
export async function waitForStep(
  host: LabHost,
  step: string,
  before: number,
  isOver: () => boolean,
  seconds = 90,
): Promise<Reached | undefined> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const over = isOver();
    const reached = host.isUp() ? await reachedOn(host).catch(() => []) : [];
    const found = reached.slice(before).find((one) => one.step === step);
    if (found || over || Date.now() > deadline) return found;
    await sleep(POLL_MS);
  }
}
