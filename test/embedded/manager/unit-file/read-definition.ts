import { readFileSync } from "node:fs";
import type { Sandbox } from "../../machine/sandbox";
import { type Complaint, type Definition, defaultService, type LoadState } from "./definition";
import { type Draft, newDraft } from "./draft";
import { readLines, Unloadable } from "./read-lines";
import type { UnitPaths } from "./unit-paths";

/** Where one unit's files are. */
export interface UnitSources {
  readonly name: string;
  /** Main file, as a path of the machine or of this one; `undefined` for none. */
  readonly fragment: string | undefined;
  readonly dropInFolders: readonly string[];
}

/** Reads what the files of a unit say now. Never throws: what is wrong becomes `loadState` and complaints. */
export function readDefinition(sandbox: Sandbox, paths: UnitPaths, sources: UnitSources): Definition {
  const { name, fragment } = sources;
  const dropIns = paths.dropIns(sources.dropInFolders);
  const files = fragment === undefined ? dropIns : [fragment, ...dropIns];
  const draft = newDraft(name);
  const base = { sandbox, paths, sources, dropIns, files, draft };
  if (name.endsWith(".target")) return build(base, fragment === undefined ? "not-found" : "loaded", []);
  if (fragment === undefined) return build(base, "not-found", []);
  if (paths.isMask(fragment)) return build(base, "masked", []);
  const complaints: Complaint[] = [];
  try {
    for (const file of files) {
      const text = readFileSync(sandbox.path(file), "utf8");
      complaints.push(...readLines(draft, file, text));
    }
    const refusal = refusalOf(draft);
    if (refusal) throw new Unloadable("bad-setting", { path: name, text: refusal });
    return build(base, "loaded", complaints);
  } catch (error) {
    if (!(error instanceof Unloadable)) throw error;
    complaints.push(error.complaint);
    if (error.loadState === "bad-setting" && error.complaint.line !== undefined) {
      complaints.push({ path: name, text: "Unit configuration has fatal error, unit will not be started." });
    }
    return build({ ...base, draft: newDraft(name) }, error.loadState, complaints);
  }
}

interface Parts {
  readonly sandbox: Sandbox;
  readonly paths: UnitPaths;
  readonly sources: UnitSources;
  readonly dropIns: readonly string[];
  readonly files: readonly string[];
  readonly draft: Draft;
}

function build(parts: Parts, loadState: LoadState, complaints: readonly Complaint[]): Definition {
  const { paths, sources, draft } = parts;
  const { lists } = draft;
  return {
    name: sources.name,
    loadState,
    fragmentPath: sources.fragment ?? "",
    dropInPaths: parts.dropIns,
    readTimes: new Map(parts.files.map((file) => [file, paths.changed(file) ?? 0n])),
    description: draft.description,
    conflicts: lists.Conflicts,
    before: lists.Before,
    after: lists.After,
    wants: [...lists.Wants, ...paths.linked(sources.name, "wants")],
    requires: [...lists.Requires, ...paths.linked(sources.name, "requires")],
    onFailure: lists.OnFailure,
    conditions: draft.conditions,
    refuseManualStart: draft.refuseManualStart,
    startLimit: draft.startLimit,
    service: draft.service,
    complaints,
  };
}

/** A definition for a unit that has no files, such as one of `systemd-run`. */
export function emptyDefinition(name: string): Definition {
  return {
    name,
    loadState: "loaded",
    fragmentPath: "",
    dropInPaths: [],
    readTimes: new Map(),
    description: name,
    conflicts: [],
    before: [],
    after: [],
    wants: [],
    requires: [],
    onFailure: [],
    conditions: [],
    refuseManualStart: false,
    startLimit: { intervalMs: 10_000, burst: 5 },
    service: defaultService(),
    complaints: [],
  };
}

/** Rules about the unit as a whole. */
function refusalOf({ service }: Draft): string | undefined {
  const { type, execStart, restart } = service;
  if (execStart.length === 0) return "Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.";
  if (execStart.length > 1 && type !== "oneshot") {
    return "Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.";
  }
  if (type === "oneshot" && (restart === "always" || restart === "on-success")) {
    return "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.";
  }
  return undefined;
}
