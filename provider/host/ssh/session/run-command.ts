import type { ClientChannel } from "ssh2";
import { breaksRules, CommandOutput } from "../../command-output.js";
import type { ExecOptions, ExecResult } from "../../host.js";
import { HostError } from "../../host-error.js";
import { answer, begin } from "../../standard-input.js";
import { parseOpenFailure } from "../open-failure.js";
import type { Link } from "./link.js";

/** The host did not open a channel; it may when another one has ended. */
export class ChannelRefused extends Error {
  override readonly name = "ChannelRefused";
}

const GIVEN_UP = "was given up; it may still run on the host; the next run looks first what it finds";

/**
 * Runs one command on a channel of its own.
 * @throws ChannelRefused; HostError `connection-lost`, `exec-timeout`, `host-silent`, `answer-too-large`, `exec-refused`.
 */
export function runCommand(
  link: Link,
  label: string,
  command: string,
  options: ExecOptions,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    let settled = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      output.stop();
      stopListening();
      act();
    };
    const fail = (error: Error) =>
      settle(() => {
        channel?.pause();
        channel?.stderr.pause();
        channel?.close();
        // Its connection is not used again: what it goes on to send is not even read.
        if (breaksRules(error))
          link.cut("it was ended on this side, because the host did not keep to the rules");
        reject(error);
      });
    const output = new CommandOutput(label, options, fail, GIVEN_UP);
    let cutShort = false;
    const stopListening = link.onLost((reason) => {
      // sshd may send the exit status before the last output: without the end of the output it proves nothing.
      cutShort = channel === undefined || !hasEnded(channel);
      // A whole result that arrived together with the end of the connection counts: its events come first.
      setImmediate(() => fail(connectionLost(label, reason)));
    });
    const onChannel = (error: Error | undefined, opened: ClientChannel) => {
      if (settled) return void opened?.close();
      if (error)
        return fail(link.lost === undefined ? openError(label, error) : connectionLost(label, link.lost));
      channel = opened;
      output.opened();
      collect(opened, output, options, fail, (exitCode, signal) => {
        if (cutShort || (exitCode === undefined && link.lost !== undefined)) return;
        settle(() =>
          resolve({
            exitCode: exitCode ?? null,
            ...(signal && { signal: signal.replace(/^SIG/, "") }),
            ...output.printed,
          }),
        );
      });
      begin(opened, options);
    };
    if (link.lost !== undefined) return fail(neverStarted(label, link.lost));
    try {
      link.client.exec(command, onChannel);
    } catch {
      fail(neverStarted(label, "the socket is closed"));
    }
  });
}

function collect(
  channel: ClientChannel,
  output: CommandOutput,
  options: ExecOptions,
  fail: (error: Error) => void,
  done: (exitCode: number | null | undefined, signal: string | undefined) => void,
): void {
  channel.on("data", (chunk: Buffer) => {
    output.stdout(chunk);
    try {
      answer(channel, options);
    } catch (error) {
      fail(error as Error);
    }
  });
  channel.stderr.on("data", (chunk: Buffer) => output.stderr(chunk));
  const stderrEnd = new Promise((resolve) => channel.stderr.once("end", resolve));
  channel.once("close", (exitCode?: number | null, signal?: string) => {
    // The channel closes after the end of stdout; stderr may have a last piece on its way through the stream.
    void stderrEnd.then(() => done(exitCode, signal));
  });
}

/** Whether the host has sent the end of the output; ssh2 keeps it here, and its own events come a tick later. */
function hasEnded(channel: ClientChannel): boolean {
  return (channel as unknown as { incoming: { state: string } }).incoming.state !== "open";
}

function openError(label: string, error: Error): Error {
  const refusal = parseOpenFailure(error);
  if (refusal) return new ChannelRefused(refusal.words);
  return new HostError("exec-refused", {
    host: label,
    message: "the host refuses to run commands for this account",
    remedy:
      "remove ForceCommand and command= restrictions for the account in sshd_config and authorized_keys",
  });
}

function connectionLost(label: string, reason: string): HostError {
  return new HostError("connection-lost", {
    host: label,
    message: `the connection was lost: ${reason}; the work that was started on the host goes on there; the next run looks first what it finds`,
    remedy: "run pulumi up again once the machine answers",
  });
}

function neverStarted(label: string, reason: string): HostError {
  return new HostError("connection-lost", {
    host: label,
    message: `the connection was lost before the command: ${reason}; nothing was started`,
    remedy: "run pulumi up again once the machine answers",
  });
}
