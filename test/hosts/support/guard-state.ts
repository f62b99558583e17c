import type { LabHost } from "../../lab/lab-host";
import { atRest, must } from "./inspect";

const STATE = "/var/lib/hermes-fleet";

/** Names of the transactions' records on a host: `<id>` while one lives, with what came of it behind a dot. */
export async function records(host: LabHost): Promise<string[]> {
  return lines(await must(host, `ls ${STATE}/records 2>/dev/null || true`));
}

/** What came of the transactions that a host knows of: `live`, `rolled-back`, … */
export async function fates(host: LabHost): Promise<string[]> {
  return (await records(host)).map((name) => name.split(".")[1] ?? "live");
}

/** The line of a record or of all records that has what the guard did. */
export function deeds(host: LabHost): Promise<string> {
  return must(host, `sed -n 's/^did //p' ${STATE}/records/* 2>/dev/null || true`);
}

/** Generations that are kept, by number. */
export async function generations(host: LabHost): Promise<string[]> {
  return lines(await must(host, `ls ${STATE}/generations 2>/dev/null | sort -n | sed 's/-.*//' || true`));
}

/** The same once the guard has ended, and with it taken away what is too much or too old. */
export async function keptGenerations(host: LabHost): Promise<string[]> {
  await atRest(host);
  return generations(host);
}

/** Makes the host script, or the guard, die or wait at a step; `none` takes it back. */
export async function fault(host: LabHost, step: string, action: "kill" | "wait" | "none"): Promise<void> {
  const write = action === "none" ? "true" : `echo '${step} ${action}' >${STATE}/fault`;
  await must(host, `mkdir -p -m 0700 ${STATE} && rm -f ${STATE}/fault ${STATE}/fault.reached && ${write}`);
}

/** The step at which the host script died or waits. */
export async function reached(host: LabHost): Promise<string> {
  return must(host, `sed -n '$s/ .*//p' ${STATE}/fault.reached 2>/dev/null || true`);
}

/** Every step that the host script and the guard came to. */
export async function passed(host: LabHost): Promise<string[]> {
  return lines(await must(host, `sed 's/ .*//' ${STATE}/fault.reached 2>/dev/null || true`));
}

/** Sends a signal to the worker of the transaction under way. */
export async function signalWorker(host: LabHost, signal: string): Promise<void> {
  await must(host, `systemctl kill --kill-whom=main -s ${signal} 'hermes-fleet-apply-*'`);
}

/** Commands that came over SSH since the last boot. */
export async function contacts(host: LabHost): Promise<number> {
  return Number(
    await must(
      host,
      "journalctl -b -t sshd -o cat --no-pager | grep -c '^Starting session: command for ' || true",
    ),
  );
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
