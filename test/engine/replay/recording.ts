import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderCall, Registration } from "../model/result";
import { nameOf } from "../model/urn";
import type { Props } from "../model/values";
import { recordingsDir } from "./repo-root";

/** A recorded conversation of the real engine. */
export interface Recording {
  /** Number and words of its files, such as `01-preview-create`. */
  readonly name: string;
  /** What the CLI printed, with the command line before and the exit status after. */
  readonly text: string;
  /** The environment variables and arguments of the command line, where it was recorded. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly exitCode: number | undefined;
  readonly calls: readonly ProviderCall[];
  readonly registrations: readonly Registration[];
  /** What each registered resource says it needs: parent and dependencies. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads a recording. */
export function readRecording(name: string): Recording {
  const text = readFileSync(join(recordingsDir(), `${name}.txt`), "utf8");
  const command = /^\$ (.*)\bpulumi (.*)$/m.exec(text);
  const variables = (command?.[1] ?? "").trim().split(/\s+/).filter(Boolean);
  const status = /\(exit status (\d+)\)/.exec(text)?.[1];
  const lines = readFileSync(join(recordingsDir(), `${name}.grpc.jsonl`), "utf8")
    .trim()
    .split("\n");
  const events = lines.map((line) => JSON.parse(line) as Event);
  return {
    name,
    text,
    env: Object.fromEntries(variables.map((pair) => [pair.split("=")[0], pair.split("=")[1] ?? ""])),
    args: (command?.[2] ?? "").trim().split(/\s+/),
    exitCode: status === undefined ? undefined : Number(status),
    calls: callsOf(events),
    registrations: registrationsOf(events),
    needs: needsOf(events),
  };
}

interface Event {
  readonly method: string;
  readonly at: "start" | "end";
  readonly request: Record<string, unknown>;
  readonly response?: Record<string, unknown> | null;
  readonly errors?: string[];
}

function callsOf(events: readonly Event[]): ProviderCall[] {
  const calls: ProviderCall[] = [];
  for (const [position, { method, at, request, response, errors }] of events.entries()) {
    const [service, name = ""] = method.split("/");
    if (service !== "ResourceProvider") continue;
    const urn = String(request.urn ?? "");
    if (at === "start") {
      calls.push({ method: name, urn, name: urn === "" ? "" : nameOf(urn), request, start: position });
      continue;
    }
    // An end belongs to the oldest open call of the same method about the same resource.
    const call = calls.find((c) => c.method === name && c.urn === urn && c.end === undefined);
    if (call === undefined) throw new Error(`${method} ${urn}: an end without a start`);
    call.end = position;
    if (response) call.response = response;
    const [error] = errors ?? [];
    if (error !== undefined) call.error = error.replace(/^rpc error: code = \w+ desc = /, "");
  }
  return calls;
}

function registrationsOf(events: readonly Event[]): Registration[] {
  return events.flatMap(({ method, at, response }) => {
    if (method !== "ResourceMonitor/RegisterResource" || at !== "end" || !response) return [];
    const { urn, id = "", object = {}, result } = response;
    return [{ urn: String(urn), id: String(id), outputs: object as Props, failed: result === "FAIL" }];
  });
}

function needsOf(events: readonly Event[]): Map<string, Set<string>> {
  const ended = events.filter((e) => e.method === "ResourceMonitor/RegisterResource" && e.at === "end");
  return new Map(
    ended.map(({ request, response }) => {
      const { parent, dependencies } = request as { parent?: string; dependencies?: string[] };
      return [String(response?.urn), new Set([...(dependencies ?? []), ...(parent ? [parent] : [])])];
    }),
  );
}
