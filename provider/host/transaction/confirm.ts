import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { confirmCommand } from "../script/guard-script.js";

/** How long one try may take, in milliseconds; the host answers at once unless it is putting itself back. */
const CONFIRM_MS = 150_000;

/** What a machine says to a confirm: the change lasts, or what became of it. */
export interface Confirmation {
  readonly outcome: "confirmed" | "rolled-back" | "rollback-conflict" | "rollback-failed";
  /** What the host did instead. */
  readonly detail: string;
}

/**
 * Tells a machine that its change was seen through and is to last: one short exec. It may be told twice; once the
 * host has begun to put itself back it is too late.
 * @param reconnect A connection in place of one that was lost.
 * @throws HostError `connection-lost`, or why there is no other connection; the host then puts itself back.
 */
export async function confirmOnHost(
  host: Host,
  id: string,
  reconnect?: () => Promise<Host>,
): Promise<Confirmation> {
  try {
    return await tell(host, id);
  } catch (error) {
    if (!reconnect || !(error instanceof HostError) || error.code !== "connection-lost") throw error;
    return tell(await reconnect(), id);
  }
}

async function tell(host: Host, id: string): Promise<Confirmation> {
  const result = await host.exec(confirmCommand(host.user), {
    stdin: Buffer.from(`${id}\n`),
    timeoutMs: CONFIRM_MS,
  });
  const line = result.stdout
    .toString("utf8")
    .split("\n")
    .map((text) => text.split("\t"))
    .find(([word, about]) => word === "confirm" && about === id);
  const [, , outcome = "unknown", detail = ""] = line ?? [];
  if (outcome === "confirmed" || outcome === "rollback-failed") return { outcome, detail };
  if (outcome !== "unknown") {
    const conflict = detail.includes("[rollback-conflict]");
    return { outcome: conflict ? "rollback-conflict" : "rolled-back", detail };
  }
  const said = result.stderr.toString("utf8").trim().split("\n").at(-1) || "the host knows nothing of it";
  return { outcome: "rolled-back", detail: said };
}
