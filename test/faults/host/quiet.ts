import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../../lab/lab-host";

/** How far a host is with what was begun on it. */
export interface Quiet {
  /** Nothing of ours is at work any more, and nothing waits to be put back. */
  readonly quiet: boolean;
  /** Latest moment, in seconds of uptime, at which the host puts itself back; 0 when no record says one. */
  readonly deadline: number;
  /** Now, in seconds of uptime. */
  readonly now: number;
  /** What is left. */
  readonly open: readonly string[];
}

const OPEN = `cut -d' ' -f1 /proc/uptime
timeout 20 systemctl list-units --plain --no-legend --state=active,activating,deactivating,reloading 'hermes-fleet-*' | cut -d' ' -f1
for record in /var/lib/hermes-fleet/records/*; do
  case $record in *.rolled-back | *.new | *'*') continue ;; esac
  echo "record \${record##*/}"
  sed -n 's/^deadline /deadline /p' "$record"
done 2>/dev/null
true`;

const POLL_MS = 300;

/** Looks once. */
export async function openOn(host: LabHost): Promise<Quiet> {
  const { stdout } = await host.run(OPEN);
  const [now = "0", ...lines] = stdout.split("\n").filter((line) => line !== "");
  const deadlines = lines.flatMap((line) => /^deadline (\d+)/.exec(line)?.[1] ?? []).map(Number);
  const open = lines.filter((line) => !line.startsWith("deadline "));
  return { quiet: open.length === 0, deadline: Math.max(0, ...deadlines), now: Number(now), open };
}

/** Waits until a host has come to rest. @returns the last look, with the latest deadline that any look found */
export async function waitUntilQuiet(host: LabHost, seconds: number): Promise<Quiet> {
  const end = Date.now() + seconds * 1000;
  let deadline = 0;
  for (;;) {
    const seen = await openOn(host);
    deadline = Math.max(deadline, seen.deadline);
    if (seen.quiet || Date.now() > end) return { ...seen, deadline };
    await sleep(POLL_MS);
  }
}
