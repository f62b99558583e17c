import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { confirmCommand } from "../script/guard-script.js";
import { oneLine } from "./field-shapes.js";
import { inShape } from "./in-shape.js";
import { parseResult, type ResultLine } from "./result.js";

/** How long one try may take, in milliseconds; the host answers at once unless it is putting itself back. */
const CONFIRM_MS = 150_000;

/** What a machine says to a confirm: the change lasts, or what became of it. */
export interface Confirmation {
  readonly outcome: "confirmed" | "rolled-back" | "rollback-conflict" | "rollback-failed";
  /** What the host did instead. */
  readonly detail: string;
}

/**
 * Tells a machine that its change was seen through and is to last, when that was not done at the end of the exec of the
 * transaction: one short exec. It may be told twice; once the host has begun to put itself back it is too late.
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
    stdin: confirmInput(id),
    timeoutMs: CONFIRM_MS,
  });
  const told = inShape(host, () => readConfirmation(parseResult(result.stdout), id));
  if (told) return told;
  const said = result.stderr.toString("utf8").trim().split("\n").at(-1) || "the host knows nothing of it";
  return { outcome: "rolled-back", detail: said };
}

/** What a confirm sends to the guard's standard input. */
export function confirmInput(id: string): Buffer {
  return Buffer.from(`${oneLine("id", id)}\n`);
}

/** What the guard says of a transaction, if it knows it. */
export function readConfirmation(lines: readonly ResultLine[], id: string): Confirmation | undefined {
  const line = lines.find(({ fields: [word, about] }) => word === "confirm" && about === id);
  const [, , outcome = "unknown", detail = ""] = line?.fields ?? [];
  if (outcome === "unknown") return undefined;
  if (outcome === "confirmed" || outcome === "rollback-failed") return { outcome, detail };
  const conflict = detail.includes("[rollback-conflict]");
  return { outcome: conflict ? "rollback-conflict" : "rolled-back", detail };
}
