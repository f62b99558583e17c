import { spawn } from "node:child_process";
import type { ServerChannel } from "ssh2";

/** What a command starts with. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * Runs a command line as sshd does for `exec`: in the account's shell, in a session of its own. When the channel
 * goes away the command goes on; it finds out by its next read or write.
 */
export function runChannel(channel: ServerChannel, command: string, { env, cwd }: Surroundings): void {
  const child = spawn("/bin/sh", ["-c", command], { env, cwd, detached: true, stdio: "pipe" });
  let open = true;
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.stdin.on("error", () => undefined);
  channel.on("error", () => undefined);
  channel.on("close", () => {
    open = false;
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
  });
  child.on("error", () => channel.close());
  child.on("close", (code, signal) => {
    if (!open) return;
    if (signal) channel.exit(signal.replace(/^SIG/, ""), false);
    else channel.exit(code ?? 255);
    channel.end();
  });
}
