import { existsSync, readFileSync } from "node:fs";
import { TOLD_TYPES } from "./driver";

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: { readonly inputs?: unknown; readonly outputs?: unknown } | null;
  readonly new?: { readonly inputs?: unknown; readonly outputs?: unknown } | null;
}

interface Event {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
}

/** Steps that belong to a replacement, or change nothing. */
const SILENT = ["same", "create-replacement", "delete-replaced", "discard-replaced", "read"];

/** What happened to each gateway and ledger, by name, from the CLI's log of events. */
export function readChanges(path: string): Record<string, string> {
  const changes: Record<string, string> = {};
  if (!existsSync(path)) return changes;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as Event;
    const metadata = event.resOutputsEvent?.metadata ?? event.resourcePreEvent?.metadata;
    if (!metadata || !TOLD_TYPES.includes(metadata.type)) continue;
    const change = changeOf(metadata, event.resOutputsEvent !== undefined);
    if (change !== undefined) changes[metadata.urn.split("::").at(-1) ?? ""] = change;
  }
  return changes;
}

/** A refresh says what it found only when it is through. */
function changeOf({ op, old, new: found }: StepMetadata, through: boolean): string | undefined {
  if (SILENT.includes(op)) return undefined;
  if (op !== "refresh") return op;
  if (!through) return undefined;
  if (!found) return "delete";
  return JSON.stringify(old?.outputs) === JSON.stringify(found.outputs) ? undefined : "update";
}
