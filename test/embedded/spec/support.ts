import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../../../provider/host/connect";
import type { Host } from "../../../provider/host/host";
import type { EmbeddedHost } from "../embedded-host";

/** What a command printed and its exit status. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Connects as the provider does, without waiting for a host that does not answer. */
export function dial(host: EmbeddedHost, connection: Record<string, unknown> = {}): Promise<Host> {
  return connect({ ...host.connection, ...connection }, { hostKeyName: host.name, deadlineMs: 1000 });
}

/** Runs one command line over a connection of its own. */
export async function ssh(host: EmbeddedHost, command: string): Promise<Ran> {
  const connected = await dial(host);
  try {
    const { exitCode, stdout, stderr } = await connected.exec(command);
    return { code: exitCode, out: stdout.toString("utf8"), err: stderr.toString("utf8") };
  } finally {
    await connected.close();
  }
}

/** Writes a gateway unit; `lines` go to `[Service]`, dependencies to `[Unit]`. */
export function addGateway(host: EmbeddedHost, unit: string, ...lines: string[]): void {
  const dependencies = lines.filter((line) => /^(Conflicts|Before|After|Wants|Requires)=/.test(line));
  const others = lines.filter((line) => !dependencies.includes(line));
  host.write(
    `/etc/systemd/system/${unit}`,
    [
      "[Unit]",
      ...dependencies,
      "StartLimitIntervalSec=0",
      "[Service]",
      "Type=exec",
      "KillSignal=SIGINT",
      ...(others.some((line) => line.startsWith("ExecStart="))
        ? []
        : ["ExecStart=/usr/local/bin/hermes gateway run"]),
      ...others,
      "[Install]",
      "WantedBy=multi-user.target",
      "",
    ].join("\n"),
  );
}

/** Polls until something holds. @throws Error that says what it waited for */
export async function until(what: string, holds: () => boolean, deadlineMs = 5000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms until ${what}`);
    await delay(10);
  }
}
