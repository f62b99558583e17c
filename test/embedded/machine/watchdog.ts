import { spawn } from "node:child_process";
import { once } from "node:events";
import { embeddedFile } from "../embedded-file";

/** Cleans up after this process when it ends without having called `release`. */
export interface Watchdog {
  /** The host has cleaned up by itself: the watchdog ends and does nothing. */
  release(): Promise<void>;
}

/** @param mark As in `endMarkedProcesses`. @param directory Removed with everything in it. */
export function startWatchdog(mark: string, directory: string): Watchdog {
  const child = spawn("/bin/sh", [embeddedFile("machine/watchdog.sh"), mark, directory], {
    detached: true,
    // The mark must not be in its own environment.
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  child.stdin.on("error", () => undefined);
  return {
    release: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.ref();
      child.stdin.end("done\n");
      await ended;
    },
  };
}
